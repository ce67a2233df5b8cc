// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/policy/native_diff.h"

#include <QPlainTextEdit>
#include <vector>

namespace binnacle {

/// A diff in native terms, monospace, with signs and colours, to read and copy. UI thread only.
class DiffView : public QPlainTextEdit {
    Q_OBJECT
  public:
    explicit DiffView(QWidget* parent = nullptr);

    void setLines(std::vector<DiffLine> lines);

    QSize sizeHint() const override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void show();
    void showGround();

    std::vector<DiffLine> m_lines;
    bool m_isPainting = false;
};

}  // namespace binnacle
