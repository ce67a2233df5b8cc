// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace binnacle {

/// Shows a widget inside a bare window of a given size, as tests need it off screen. UI thread only.
class ShownWidget {
  public:
    ShownWidget(QWidget& widget, const QSize& size) : m_widget(widget) {
        m_window.resize(size);
        m_widget.setParent(&m_window);
        m_widget.setGeometry(QRect(QPoint(), size));
        m_window.show();
        m_widget.show();
    }
    ~ShownWidget() { m_widget.setParent(nullptr); }
    ShownWidget(const ShownWidget&) = delete;
    ShownWidget& operator=(const ShownWidget&) = delete;

  private:
    QWidget& m_widget;
    QWidget m_window;
};

/// Every text that labels inside a widget show, one a line.
inline QString shownText(const QWidget& widget) {
    QStringList lines;
    for (const QLabel* label : widget.findChildren<QLabel*>()) {
        if (label->isVisible() && !label->text().isEmpty()) lines.append(label->text());
    }
    return lines.join(u'\n');
}

/// The child of a type with an accessible name; null when there is none.
template <typename Widget>
Widget* namedChild(const QWidget& parent, const QString& name) {
    for (Widget* child : parent.findChildren<Widget*>()) {
        if (child->accessibleName() == name) return child;
    }
    return nullptr;
}

}  // namespace binnacle
