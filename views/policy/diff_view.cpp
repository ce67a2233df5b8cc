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
    const bool isQuiet = kind == DiffKind::resource || kind == DiffKind::same || kind == DiffKind::skipped;
    format.setForeground(isQuiet ? theme.textMuted : theme.text);
    if (kind == DiffKind::proxies) format.setFontWeight(QFont::DemiBold);
    return format;
}

/// The ground of a whole line, so that a change is seen from afar; the sign says the same without the colour.
QTextBlockFormat groundOf(DiffKind kind) {
    QTextBlockFormat format;
    if (kind != DiffKind::removed && kind != DiffKind::added) return format;
    QColor ground = kind == DiffKind::removed ? Theme::current().failing : Theme::current().good;
    ground.setAlphaF(0.16F);
    format.setBackground(ground);
    return format;
}

}  // namespace

DiffView::DiffView(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    showGround();
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
        if (i > 0) cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
        if (i > 0 && line.kind == DiffKind::proxies)
            cursor.insertBlock(QTextBlockFormat(), QTextCharFormat());
        cursor.setBlockFormat(groundOf(line.kind));
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
    if (event->type() != QEvent::PaletteChange || m_isPainting) return;
    showGround();
    show();
}

void DiffView::showGround() {
    m_isPainting = true;
    QPalette colors;
    colors.setColor(QPalette::Base, Theme::current().mapBackground);
    setPalette(colors);
    m_isPainting = false;
}

}  // namespace binnacle
