// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/theme_choice.h"

#include <QApplication>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString nameOf(ThemeChoice::Choice choice) {
    switch (choice) {
        case ThemeChoice::Choice::system:
            return u"system"_s;
        case ThemeChoice::Choice::light:
            return u"light"_s;
        case ThemeChoice::Choice::dark:
            return u"dark"_s;
    }
    return {};
}

ThemeChoice::Choice choiceOf(const QString& name) {
    if (name == u"light"_s) return ThemeChoice::Choice::light;
    if (name == u"dark"_s) return ThemeChoice::Choice::dark;
    return ThemeChoice::Choice::system;
}

/// The system's palette as it was before ours covered it.
bool isSystemDark() {
    static const bool kIsDark = [] {
        const QPalette palette = QApplication::style()->standardPalette();
        return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
    }();
    return kIsDark;
}

}  // namespace

ThemeChoice::ThemeChoice(QObject* parent) : QObject(parent) {
    isSystemDark();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    impose(choiceOf(QSettings().value(u"theme"_s).toString()));
}

ThemeKind ThemeChoice::kindOf(Choice choice) {
    switch (choice) {
        case Choice::light:
            return ThemeKind::light;
        case Choice::dark:
            return ThemeKind::dark;
        case Choice::system:
            break;
    }
    return isSystemDark() ? ThemeKind::dark : ThemeKind::light;
}

void ThemeChoice::choose(Choice choice) {
    QSettings().setValue(u"theme"_s, nameOf(choice));
    impose(choice);
}

void ThemeChoice::impose(Choice choice) {
    m_choice = choice;
    if (auto* application = qobject_cast<QApplication*>(QCoreApplication::instance())) {
        applyTheme(*application, kindOf(choice));
    }
    Q_EMIT changed();
}

}  // namespace binnacle
