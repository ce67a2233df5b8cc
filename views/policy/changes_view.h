// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"

#include <QWidget>
#include <memory>

namespace binnacle {

/// The changes made, newest first: when, who, why, what, how it stands; the chosen one in full, with Revert.
/// Not for editing: Revert is the only thing it starts. UI thread only.
class ChangesView : public QWidget {
    Q_OBJECT
  public:
    explicit ChangesView(PolicySession& policy, QWidget* parent = nullptr);
    ~ChangesView() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    struct Private;

    void build();
    void buildTable();
    void connectAll();
    void showHistory();
    void showChosen();
    void fitColumns();

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
