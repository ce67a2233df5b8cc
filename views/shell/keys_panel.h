// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <utility>
#include <vector>

namespace binnacle {

/// The keys of this view, in a corner of the window: beside the work, not in its way. UI thread only.
class KeysPanel : public QFrame {
    Q_OBJECT
  public:
    /// (key, what it does), in the order to show.
    using Keys = std::vector<std::pair<QString, QString>>;

    KeysPanel(const Keys& keys, QWidget* parent);

    void toggle();

  private:
    void place();
};

}  // namespace binnacle
