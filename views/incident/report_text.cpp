// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_text.h"

#include <QChar>
#include <QList>
#include <algorithm>
#include <array>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

bool isHidden(char32_t c) {
    constexpr std::array kHidden = {
        QChar::Other_Control,     QChar::Other_Format,   QChar::Other_Surrogate,    QChar::Other_PrivateUse,
        QChar::Other_NotAssigned, QChar::Separator_Line, QChar::Separator_Paragraph};
    return std::find(kHidden.begin(), kHidden.end(), QChar::category(c)) != kHidden.end();
}

QString spelled(char32_t c) {
    return u"\\u{"_s + QString::number(static_cast<uint>(c), 16).toUpper().rightJustified(4, u'0') + u'}';
}

QString shown(const QString& text, QChar lineEnd) {
    QString out;
    out.reserve(text.size());
    QString unix = text;
    unix.replace(u"\r\n"_s, u"\n"_s);
    for (const char32_t c : unix.toUcs4()) {
        if (c == U'\n') {
            out += lineEnd;
        } else if (c == U'\t') {
            out += u' ';
        } else if (isHidden(c)) {
            out += spelled(c);
        } else {
            out += QString::fromUcs4(&c, 1);
        }
    }
    return out;
}

}  // namespace

QString visibleText(const QString& text) {
    return shown(text, u' ');
}

QString visibleLines(const QString& text) {
    return shown(text, u'\n');
}

QString escapeHtml(const QString& text) {
    QString out;
    for (const QChar c : visibleLines(text)) {
        switch (c.unicode()) {
            case u'&':
                out += u"&amp;"_s;
                break;
            case u'<':
                out += u"&lt;"_s;
                break;
            case u'>':
                out += u"&gt;"_s;
                break;
            case u'"':
                out += u"&quot;"_s;
                break;
            case u'\'':
                out += u"&#39;"_s;
                break;
            case u'`':
                out += u"&#96;"_s;
                break;
            default:
                out += c;
        }
    }
    return out;
}

QString escapeMarkdown(const QString& text) {
    // With ':' and '@', neither an address nor a mention turns into a link by itself.
    static const QString kMarkup = u"\\`*_{}[]<>()#|!~&@:$"_s;
    const QString safe = visibleText(text);
    QString out;
    for (qsizetype i = 0; i < safe.size(); ++i) {
        const QChar c = safe.at(i);
        const bool isAddress = c == u'.' && safe.mid(i - 3, 3).compare(u"www"_s, Qt::CaseInsensitive) == 0;
        const bool beginsList = i == 0 && (c == u'-' || c == u'+' || c == u'=');
        const bool isClock = c == u':' && i > 0 && safe.at(i - 1).isDigit();
        if ((kMarkup.contains(c) && !isClock) || isAddress || beginsList) out += u'\\';
        out += c;
    }
    return out;
}

}  // namespace binnacle
