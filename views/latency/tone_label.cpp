// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/tone_label.h"

#include "views/common/theme.h"

#include <QEvent>
#include <QPainter>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

QFont fontOf(QFont font, TextSize size) {
    const double base = font.pointSizeF();
    switch (size) {
        case TextSize::small:
            font.setPointSizeF(base * 0.9);
            break;
        case TextSize::body:
            break;
        case TextSize::strong:
            font.setWeight(QFont::DemiBold);
            break;
        case TextSize::heading:
            font.setPointSizeF(base * 1.35);
            font.setWeight(QFont::DemiBold);
            break;
        case TextSize::figure:
            font.setPointSizeF(base * 1.5);
            font.setWeight(QFont::DemiBold);
            break;
    }
    return font;
}

}  // namespace

ToneLabel::ToneLabel(const QString& text, TextSize size, TextTone tone, QWidget* parent)
    : QLabel(text, parent), m_tone(tone) {
    setTextFormat(Qt::PlainText);
    setFont(fontOf(font(), size));
    // Inside a panel with the base background a label would take its colour from the wrong role.
    setForegroundRole(QPalette::WindowText);
    applyTheme();
}

void ToneLabel::setFit(TextFit fit) {
    m_fit = fit;
    setWordWrap(fit == TextFit::wrap);
    setSizePolicy(fit == TextFit::elide ? QSizePolicy::Ignored : QSizePolicy::Preferred,
                  fit == TextFit::wrap ? QSizePolicy::Minimum : QSizePolicy::Fixed);
}

QSize ToneLabel::minimumSizeHint() const {
    if (m_fit != TextFit::elide) return QLabel::minimumSizeHint();
    return {fontMetrics().horizontalAdvance(u"W…"_s), QLabel::minimumSizeHint().height()};
}

void ToneLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying) applyTheme();
}

void ToneLabel::applyTheme() {
    m_isApplying = true;
    const Theme& theme = Theme::current();
    QPalette colors = palette();
    const QColor color = m_tone == TextTone::muted    ? theme.textMuted
                         : m_tone == TextTone::accent ? theme.accent
                                                      : theme.text;
    colors.setColor(QPalette::WindowText, color);
    setPalette(colors);
    m_isApplying = false;
}

void ToneLabel::paintEvent(QPaintEvent* event) {
    if (m_fit != TextFit::elide) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    const QRect area = contentsRect();
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideMiddle, area.width());
    painter.drawText(area, static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
}

}  // namespace binnacle
