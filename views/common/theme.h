// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

class QApplication;

namespace binnacle {

enum class ThemeKind { light, dark };
enum class Health { idle, good, degraded, failing };

/// Every colour that views draw with, from one palette; text on its background has a contrast of at
/// least 4.5:1 and marks at least 3:1, which a test computes. Health is never told by hue alone: dash and
/// shape go with it. UI thread only.
struct Theme {
    ThemeKind kind = ThemeKind::light;
    QColor window, panel, panelRaised, border, text, textMuted, accent, onAccent;
    QColor idle, good, degraded, failing;       ///< marks
    QColor series1, series2, series3, series4;  ///< chart lines: p50, p90, p99, before
    QColor selection, mapBackground, nodeFill, nodeBorder, edge;

    static const Theme& of(ThemeKind kind);
    /// The theme in use now; set once by the application, changed by setCurrent().
    static const Theme& current();
    static void setCurrent(ThemeKind kind);

    QColor health(Health health) const;
    QPalette palette() const;
    /// A small style sheet for what a palette can't say: flat inputs, thin scroll bars, quiet headers and
    /// tabs.
    QString styleSheet() const;
};

/// Palette and style sheet of current() on the whole application.
void applyTheme(QApplication& application, ThemeKind kind);
/// The share of `over` mixed into `under`: 0 is `under`, 1 is `over`. Opaque, so that contrast can be
/// computed.
QColor mixed(const QColor& under, const QColor& over, double share);
/// WCAG 2 contrast of two opaque colours: 1..21.
double contrast(const QColor& a, const QColor& b);

/// Thresholds of health by error share (0..1).
Health healthOf(double requests, double errorRatio);

}  // namespace binnacle
