// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/top_bar.h"

#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/shell/filter_box.h"
#include "views/timeline/time_range_editor.h"

#include <QIcon>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <array>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

struct Choice {
    seconds length;
    const char* label;
};

constexpr std::array kChoices = {
    Choice{seconds(30), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 30 s")},
    Choice{seconds(60), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 1 min")},
    Choice{seconds(300), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 5 min")},
    Choice{seconds(900), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 15 min")},
    Choice{seconds(3600), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 1 h")},
    Choice{seconds(6 * 3600), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 6 h")},
    Choice{seconds(24 * 3600), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 24 h")},
    Choice{seconds(7 * 24 * 3600), QT_TRANSLATE_NOOP("binnacle::TopBar", "last 7 d")},
};

/// A dot while live, two bars while paused, an arrow back from the past: shape as well as colour.
QIcon liveMark(TelemetrySession::State state, bool isPast) {
    constexpr int kSize = 16;
    QPixmap pixmap(QSize(kSize, kSize) * 2);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const Theme& theme = Theme::current();
    if (isPast) {
        painter.setBrush(theme.accent);
        painter.drawPolygon(QPolygonF({QPointF(4, 3), QPointF(13, 8), QPointF(4, 13)}));
    } else if (state == TelemetrySession::State::paused) {
        painter.setBrush(theme.degraded);
        painter.drawRect(QRectF(4, 3, 3, 10));
        painter.drawRect(QRectF(9, 3, 3, 10));
    } else {
        painter.setBrush(state == TelemetrySession::State::live ? theme.good : theme.idle);
        painter.drawEllipse(QRectF(4, 4, 8, 8));
    }
    return QIcon(pixmap);
}

}  // namespace

TopBar::TopBar(TelemetrySession& telemetry, TimeTravel& travel, QWidget* parent)
    : QToolBar(parent),
      m_telemetry(telemetry),
      m_travel(travel),
      m_mesh(new QLabel(this)),
      m_filter(new FilterBox(telemetry, this)),
      m_window(new QToolButton(this)),
      m_live(new QToolButton(this)),
      m_palette(new QToolButton(this)),
      m_range(new TimeRangeEditor(travel, this)) {
    setObjectName(u"topBar"_s);
    setWindowTitle(tr("Top bar"));
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    QFont bold = font();
    bold.setBold(true);
    m_mesh->setObjectName(u"meshName"_s);
    m_mesh->setTextFormat(Qt::PlainText);
    m_mesh->setFont(bold);
    m_mesh->setMinimumWidth(88);
    m_mesh->setContentsMargins(8, 0, 8, 0);
    m_filter->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_palette->setObjectName(u"paletteButton"_s);
    m_palette->setText(tr("Ctrl+K"));
    m_palette->setToolTip(tr("Every action and every service"));
    buildWindowPicker();
    buildLiveButton();
    for (QWidget* each : std::initializer_list<QWidget*>{m_mesh, m_filter, m_window, m_live, m_palette}) {
        addWidget(each);
    }
    connect(m_palette, &QToolButton::clicked, this, &TopBar::paletteRequested);
    connect(&m_travel, &TimeTravel::changed, this, &TopBar::showWindow);
    connect(&m_telemetry, &TelemetrySession::stateChanged, this, &TopBar::showState);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, [this] {
        const QString mesh = text(m_telemetry.status().mesh);
        m_mesh->setText(mesh.isEmpty() ? tr("Mesh") : mesh);
    });
    m_mesh->setText(tr("Mesh"));
    showWindow();
}

void TopBar::buildWindowPicker() {
    m_window->setObjectName(u"windowPicker"_s);
    m_window->setAccessibleName(tr("Time window"));
    m_window->setMinimumWidth(136);
    m_window->setPopupMode(QToolButton::InstantPopup);
    m_window->setStyleSheet(u"QToolButton::menu-indicator { image: none; }"_s);  // the text has its own
    auto* menu = new QMenu(m_window);
    for (const Choice& choice : kChoices) {
        menu->addAction(tr(choice.label), this,
                        [this, length = choice.length] { m_travel.show({length, std::nullopt}); });
    }
    menu->addSeparator();
    menu->addAction(tr("choose…"), this, &TopBar::chooseWindow);
    m_window->setMenu(menu);
}

void TopBar::buildLiveButton() {
    m_live->setObjectName(u"liveButton"_s);
    m_live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_live->setMinimumWidth(112);
    m_live->setToolTip(tr("Space holds the picture still, and lets it go on; in the past it plays"));
    connect(m_live, &QToolButton::clicked, this, &TopBar::clickLive);
}

void TopBar::showWindow() {
    const TimeWindow window = m_travel.window();
    QString label;
    for (const Choice& choice : kChoices) {
        if (!window.to && choice.length == window.length) label = tr(choice.label);
    }
    if (label.isEmpty()) {
        const QString end = window.to ? formatClock(*window.to).left(8) : tr("now");
        label = tr("%1 to %2").arg(formatDuration(window.length), end);
    }
    m_window->setText(label + u"  ▾"_s);
    showState();
}

void TopBar::showState() {
    const bool isPast = m_travel.window().to.has_value();
    const auto state = m_telemetry.state();
    m_live->setIcon(liveMark(state, isPast));
    update();
    const bool isSnapshot = !m_telemetry.status().snapshot.empty();
    if (isPast) return m_live->setText(isSnapshot ? tr("To its end") : tr("Back to live"));
    switch (state) {
        case TelemetrySession::State::connecting:
            return m_live->setText(tr("Connecting"));
        case TelemetrySession::State::live:
            return m_live->setText(tr("LIVE"));
        case TelemetrySession::State::paused:
            return m_live->setText(tr("Paused"));
        case TelemetrySession::State::disconnected:
            return m_live->setText(tr("Offline"));
    }
}

void TopBar::clickLive() {
    if (m_travel.window().to) return m_travel.goLive();
    togglePause();
}

void TopBar::togglePause() {
    if (m_travel.window().to) return m_travel.togglePlaying();
    m_telemetry.setPaused(m_telemetry.state() != TelemetrySession::State::paused);
}

void TopBar::chooseWindow() {
    m_range->openBelow(*m_window);
}

// A line in the accent colour while what is shown is past.
void TopBar::paintEvent(QPaintEvent* event) {
    QToolBar::paintEvent(event);
    if (!m_travel.window().to) return;
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 2, width(), 2), Theme::current().accent);
}

}  // namespace binnacle
