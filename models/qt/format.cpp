// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* source) {
    return QCoreApplication::translate("format", source);
}

/// Three significant digits: "1.20", "12.3", "123".
QString figure(double value) {
    const double size = std::abs(value);
    const int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
    return QString::number(value, 'f', decimals);
}

/// As figure(), without the zeros that say nothing: "0.4", "12".
QString shortFigure(double value) {
    QString text = figure(value);
    if (!text.contains(u'.')) return text;
    while (text.endsWith(u'0')) text.chop(1);
    if (text.endsWith(u'.')) text.chop(1);
    return text;
}

QString longDuration(std::int64_t seconds) {
    const std::int64_t minutes = seconds / 60;
    if (seconds < 3600 && seconds % 60 == 0) return tr("%1 min").arg(minutes);
    if (seconds < 3600) return tr("%1 min %2 s").arg(minutes).arg(seconds % 60);
    if (minutes % 60 == 0) return tr("%1 h").arg(minutes / 60);
    return tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

/// "the station" begins a sentence; the name of a service stays as it is written.
QString asBeginning(QString subject) {
    for (const QString& article : {u"the "_s, u"a "_s, u"an "_s}) {
        if (!subject.startsWith(article)) continue;
        subject[0] = subject.at(0).toUpper();
        break;
    }
    return subject;
}

QDateTime localTime(TimePoint at) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms);
}

}  // namespace

QString formatDuration(Duration value) {
    const auto nanoseconds = static_cast<double>(value.count());
    const double size = std::abs(nanoseconds);
    if (size < 1'000) return tr("%1 ns").arg(value.count());
    if (size < 999'500) return tr("%1 µs").arg(figure(nanoseconds / 1e3));
    if (size < 999'500'000) return tr("%1 ms").arg(figure(nanoseconds / 1e6));
    if (size < 59'950'000'000) return tr("%1 s").arg(figure(nanoseconds / 1e9));
    return longDuration(static_cast<std::int64_t>(std::llround(nanoseconds / 1e9)));
}

QString formatRate(double perSecond) {
    if (!std::isfinite(perSecond) || perSecond <= 0) return tr("0 rps");
    if (perSecond < 0.005) return tr("< 0.01 rps");
    if (perSecond < 999.5) return tr("%1 rps").arg(shortFigure(perSecond));
    if (perSecond < 999'500) return tr("%1 k rps").arg(figure(perSecond / 1e3));
    return tr("%1 M rps").arg(figure(perSecond / 1e6));
}

QString formatShare(double ratio) {
    if (!std::isfinite(ratio) || ratio <= 0) return tr("0 %");
    if (ratio >= 1) return tr("100 %");
    const double percent = ratio * 100;
    // A share that is not none, or not all, never reads as if it were.
    if (percent < 0.01) return tr("< 0.01 %");
    if (percent > 99.9) return tr("> 99.9 %");
    return tr("%1 %").arg(percent < 0.995 ? QString::number(percent, 'f', 2)
                                          : QString::number(percent, 'f', 1));
}

QString formatBytes(double bytes) {
    constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB"};
    if (!std::isfinite(bytes) || bytes < 0) return tr("0 B");
    if (bytes < 1023.5) return tr("%1 B").arg(QString::number(bytes, 'f', 0));
    std::size_t unit = 0;
    double value = bytes / 1024;
    while (value >= 1023.5 && unit + 1 < kUnits.size()) {
        value /= 1024;
        ++unit;
    }
    return u"%1 %2"_s.arg(QString::number(value, 'f', value < 99.95 ? 1 : 0), QLatin1String(kUnits.at(unit)));
}

QString formatCount(std::uint64_t count) {
    QLocale locale = QLocale::c();
    locale.setNumberOptions({});
    return locale.toString(static_cast<qulonglong>(count));
}

QString formatClock(TimePoint at) {
    return localTime(at).toString(u"HH:mm:ss.zzz"_s);
}

QString formatStamp(TimePoint at) {
    const QDateTime local = localTime(at);
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs);
}

QString formatAge(Duration age) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(age).count();
    if (seconds < 1) return tr("now");
    if (seconds < 60) return tr("%1 s ago").arg(seconds);
    if (seconds < 3600) return tr("%1 min ago").arg(seconds / 60);
    if (seconds < 86'400) return tr("%1 h ago").arg(seconds / 3600);
    return tr("%1 d ago").arg(seconds / 86'400);
}

QString sentence(const Error& error) {
    const QString subject = asBeginning(text(error.subject));
    const QString detail = error.detail.empty() ? QString() : u" "_s + text(error.detail);
    switch (error.code) {
        case ErrorCode::notFound:
            return tr("%1 was not found.").arg(subject) + detail;
        case ErrorCode::invalid:
            return tr("%1 is not valid.").arg(subject) + detail;
        case ErrorCode::unavailable:
            return tr("%1 is not available.").arg(subject) + detail;
        case ErrorCode::timeout:
            return tr("%1 did not answer in time.").arg(subject) + detail;
        case ErrorCode::conflict:
            return tr("%1 was changed by someone else meanwhile.").arg(subject) + detail;
        case ErrorCode::corrupt:
            return tr("%1 is damaged.").arg(subject) + detail;
        case ErrorCode::cancelled:
            return tr("%1 was cancelled.").arg(subject) + detail;
    }
    return subject + detail;
}

QString text(const std::string& utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string utf8(const QString& text) {
    const QByteArray bytes = text.toUtf8();
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

}  // namespace binnacle
