// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/theme.h"

#include <QApplication>
#include <algorithm>
#include <cmath>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr double kDegradedFrom = 0.005;  ///< share of errors
constexpr double kFailingFrom = 0.05;

Theme lightTheme() {
    Theme theme;
    theme.kind = ThemeKind::light;
    theme.window = QColor(0xF4, 0xF6, 0xF9);
    theme.panel = QColor(0xFF, 0xFF, 0xFF);
    theme.panelRaised = QColor(0xFF, 0xFF, 0xFF);
    theme.border = QColor(0xDD, 0xE2, 0xE9);
    theme.text = QColor(0x18, 0x21, 0x2D);
    theme.textMuted = QColor(0x58, 0x64, 0x75);
    theme.accent = QColor(0x25, 0x63, 0xEB);
    theme.onAccent = QColor(0xFF, 0xFF, 0xFF);
    theme.idle = QColor(0x7A, 0x85, 0x95);
    theme.good = QColor(0x12, 0x96, 0x7C);
    theme.degraded = QColor(0xC4, 0x77, 0x00);
    theme.failing = QColor(0xB3, 0x12, 0x3D);
    theme.series1 = QColor(0x12, 0x90, 0x8B);
    theme.series2 = QColor(0x4A, 0x4F, 0xD0);
    theme.series3 = QColor(0xC2, 0x41, 0x0C);
    theme.series4 = QColor(0x7A, 0x85, 0x95);
    theme.selection = QColor(0x25, 0x63, 0xEB);
    theme.mapBackground = QColor(0xF7, 0xF8, 0xFA);
    theme.nodeFill = QColor(0xFF, 0xFF, 0xFF);
    theme.nodeBorder = QColor(0xD3, 0xD9, 0xE1);
    theme.edge = QColor(0x7D, 0x89, 0x99);
    return theme;
}

Theme darkTheme() {
    Theme theme;
    theme.kind = ThemeKind::dark;
    theme.window = QColor(0x0E, 0x12, 0x17);
    theme.panel = QColor(0x15, 0x1B, 0x22);
    theme.panelRaised = QColor(0x1C, 0x23, 0x2C);
    theme.border = QColor(0x28, 0x31, 0x3C);
    theme.text = QColor(0xE7, 0xEC, 0xF2);
    theme.textMuted = QColor(0x9B, 0xA7, 0xB5);
    theme.accent = QColor(0x6A, 0xA3, 0xFF);
    theme.onAccent = QColor(0x0A, 0x10, 0x18);
    theme.idle = QColor(0x85, 0x92, 0xA1);
    theme.good = QColor(0x5A, 0xD8, 0xB6);
    theme.degraded = QColor(0xF2, 0xB8, 0x4B);
    theme.failing = QColor(0xF2, 0x4F, 0x72);
    theme.series1 = QColor(0x4F, 0xD1, 0xC5);
    theme.series2 = QColor(0x7F, 0x97, 0xFF);
    theme.series3 = QColor(0xFF, 0x8A, 0x4C);
    theme.series4 = QColor(0x85, 0x92, 0xA1);
    theme.selection = QColor(0x6A, 0xA3, 0xFF);
    theme.mapBackground = QColor(0x10, 0x15, 0x1B);
    theme.nodeFill = QColor(0x1A, 0x21, 0x2A);
    theme.nodeBorder = QColor(0x33, 0x3E, 0x4B);
    theme.edge = QColor(0x6B, 0x78, 0x88);
    return theme;
}

/// The one piece of state of the views: which theme is on. UI thread only, as Theme says.
ThemeKind& currentKind() {
    static ThemeKind kind = ThemeKind::light;
    return kind;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// "@name" in the sheet stands for a colour. Longer names come first, since one may begin another.
QString filled(QString sheet, const Theme& theme) {
    const std::pair<QLatin1StringView, QColor> names[] = {
        {"@raised"_L1, theme.panelRaised},
        {"@panel"_L1, theme.panel},
        {"@window"_L1, theme.window},
        {"@border"_L1, theme.border},
        {"@strong"_L1, mixed(theme.border, theme.textMuted, 0.45)},
        {"@hover"_L1, mixed(theme.panel, theme.accent, 0.10)},
        {"@press"_L1, mixed(theme.panel, theme.accent, 0.20)},
        {"@muted"_L1, theme.textMuted},
        {"@text"_L1, theme.text},
        {"@onAccent"_L1, theme.onAccent},
        {"@accent"_L1, theme.accent},
    };
    for (const auto& [name, color] : names) sheet.replace(name, color.name());
    return sheet;
}

constexpr auto kControls = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 6px 8px; }
QToolBar { background: @panel; border: 0; border-bottom: 1px solid @border; padding: 4px 8px; spacing: 8px; }
QStatusBar { background: @panel; border-top: 1px solid @border; color: @muted; }
QStatusBar::item { border: 0; }
QMenu { background: @raised; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: @hover; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox {
  background: @panel; border: 1px solid @strong; border-radius: 6px; padding: 4px 8px;
  selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus { border: 1px solid @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled { background: @window; color: @muted; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  width: 0; border: 0; }
QCheckBox::indicator { width: 12px; height: 12px; border: 1px solid @muted; border-radius: 3px; background: @panel; }
QCheckBox::indicator:hover { border-color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; }
QCheckBox::indicator:disabled { border-color: @border; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QPushButton { background: @panel; border: 1px solid @strong; border-radius: 6px; padding: 5px 12px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @press; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @muted; border-color: @border; }
QPushButton[primary="true"] { background: @accent; color: @onAccent; border: 1px solid @accent; }
QPushButton[primary="true"]:disabled { background: @border; color: @muted; border-color: @border; }
QToolButton { border: 0; border-radius: 6px; padding: 4px 8px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @press; }
)"_L1;

constexpr auto kContainers = R"(
QTabWidget::pane { border: 0; border-top: 1px solid @border; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @muted; padding: 8px 12px; border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover { color: @text; }
QHeaderView { background: @panel; }
QHeaderView::section { background: @panel; color: @muted; border: 0; border-bottom: 1px solid @border; padding: 6px 8px; }
QAbstractItemView { background: @panel; border: 0; outline: 0; alternate-background-color: @window; }
QTableView::item { padding: 0 5px; border: 0; }
QAbstractItemView::item:hover { background: @hover; }
QAbstractItemView::item:selected { background: @press; color: @text; }
QDockWidget { color: @muted; }
QDockWidget::title { background: @panel; padding: 6px 8px; border-bottom: 1px solid @border; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollArea { border: 0; background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @strong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)"_L1;

}  // namespace

const Theme& Theme::of(ThemeKind kind) {
    static const Theme kLight = lightTheme();
    static const Theme kDark = darkTheme();
    return kind == ThemeKind::light ? kLight : kDark;
}

const Theme& Theme::current() {
    return of(currentKind());
}

void Theme::setCurrent(ThemeKind kind) {
    currentKind() = kind;
}

QColor Theme::health(Health health) const {
    switch (health) {
        case Health::idle:
            return idle;
        case Health::good:
            return good;
        case Health::degraded:
            return degraded;
        case Health::failing:
            return failing;
    }
    return idle;
}

QPalette Theme::palette() const {
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, panel);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, textMuted);
    palette.setColor(QPalette::Button, panel);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, failing);
    palette.setColor(QPalette::ToolTipBase, panelRaised);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, accent);
    palette.setColor(QPalette::HighlightedText, onAccent);
    palette.setColor(QPalette::Link, accent);
    palette.setColor(QPalette::LinkVisited, accent);
    palette.setColor(QPalette::Light, mixed(panel, text, 0.04));
    palette.setColor(QPalette::Midlight, mixed(panel, text, 0.08));
    palette.setColor(QPalette::Mid, border);
    palette.setColor(QPalette::Dark, mixed(border, text, 0.25));
    palette.setColor(QPalette::Shadow, mixed(window, QColor(Qt::black), 0.5));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, textMuted);
    }
    return palette;
}

QString Theme::styleSheet() const {
    return filled(QString(kControls) + QString(kContainers), *this);
}

void applyTheme(QApplication& application, ThemeKind kind) {
    Theme::setCurrent(kind);
    QApplication::setPalette(Theme::of(kind).palette());
    application.setStyleSheet(Theme::of(kind).styleSheet());
}

QColor mixed(const QColor& under, const QColor& over, double share) {
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()), mix(under.blue(), over.blue())};
}

double contrast(const QColor& a, const QColor& b) {
    const double lighter = std::max(luminance(a), luminance(b));
    const double darker = std::min(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

Health healthOf(double requests, double errorRatio) {
    if (requests <= 0) return Health::idle;
    if (errorRatio >= kFailingFrom) return Health::failing;
    return errorRatio >= kDegradedFrom ? Health::degraded : Health::good;
}

}  // namespace binnacle
