// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/diff_view.h"

#include "models/qt/format.h"
#include "views/common/theme.h"

#include <QEvent>
#include <QFontDatabase>
#include <QTextCursor>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeastLines = 5;
constexpr int kMostLines = 18;

QTextCharFormat formatOf(DiffKind kind) {
    const Theme& theme = Theme::current();
    QTextCharFormat format;
    format.setForeground(theme.text);
    switch (kind) {
        case DiffKind::proxies:
            format.setFontWeight(QFont::DemiBold);
            break;
        case DiffKind::resource:
        case DiffKind::same:
        case DiffKind::skipped:
            format.setForeground(theme.textMuted);
            break;
        case DiffKind::removed:
        case DiffKind::added: {
            QColor ground = kind == DiffKind::removed ? theme.failing : theme.good;
            ground.setAlphaF(0.18F);
            format.setBackground(ground);
            break;
        }
    }
    return format;
}

}  // namespace

DiffView::DiffView(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setAccessibleName(tr("What would be written, in native terms"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    document()->setDocumentMargin(8);
}

void DiffView::setLines(std::vector<DiffLine> lines) {
    if (lines == m_lines) return;
    m_lines = std::move(lines);
    show();
    updateGeometry();
}

void DiffView::show() {
    clear();
    QTextCursor cursor(document());
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const DiffLine& line = m_lines[i];
        if (i > 0) cursor.insertText(u"\n"_s, QTextCharFormat());
        if (i > 0 && line.kind == DiffKind::proxies) cursor.insertText(u"\n"_s, QTextCharFormat());
        cursor.insertText(text(std::string(diffSign(line.kind)) + line.text), formatOf(line.kind));
    }
    moveCursor(QTextCursor::Start);
}

QSize DiffView::sizeHint() const {
    const int lines = std::clamp(blockCount(), kLeastLines, kMostLines);
    return {240, lines * fontMetrics().lineSpacing() + 24};
}

void DiffView::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) show();
}

}  // namespace binnacle
