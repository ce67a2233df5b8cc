// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_text.h"

#include "models/qt/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QStringList>
#include <algorithm>
#include <cmath>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

QString tr(const char* source) {
    return QCoreApplication::translate("comparison", source);
}

QDateTime localTime(TimePoint at) {
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count());
}

/// "2 broke"
QString countText(Verdict verdict, std::size_t count) {
    switch (verdict) {
        case Verdict::broke:
            return tr("%1 broke").arg(count);
        case Verdict::slower:
            return tr("%1 got slower").arg(count);
        case Verdict::appeared:
            return tr("%1 new").arg(count);
        case Verdict::gone:
            return tr("%1 gone").arg(count);
        case Verdict::busier:
            return tr("%1 got busier").arg(count);
        case Verdict::quieter:
            return tr("%1 got quieter").arg(count);
        case Verdict::mended:
            return tr("%1 mended").arg(count);
        case Verdict::faster:
            return tr("%1 got faster").arg(count);
        case Verdict::same:
            break;
    }
    return {};
}

/// "× 2.4"; times that are no number, as of a rate that was nothing, are left out.
QString timesText(double times) {
    if (!std::isfinite(times)) return {};
    return u"× "_s + QString::number(times, 'f', times < 9.95 ? 1 : 0);
}

double timesOf(Duration after, Duration before) {
    return static_cast<double>(after.count()) /
           static_cast<double>(std::max<Duration::rep>(1, before.count()));
}

/// The quantile that changed most for sure.
const QuantileChange& surest(const CallChange& call) {
    return *std::max_element(call.latency.begin(), call.latency.end(),
                             [](const QuantileChange& a, const QuantileChange& b) {
                                 return std::abs(std::log(a.sureRatio)) < std::abs(std::log(b.sureRatio));
                             });
}

}  // namespace

QString verdictText(Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
            return tr("broke");
        case Verdict::slower:
            return tr("slower");
        case Verdict::appeared:
            return tr("new");
        case Verdict::gone:
            return tr("gone");
        case Verdict::busier:
            return tr("busier");
        case Verdict::quieter:
            return tr("quieter");
        case Verdict::mended:
            return tr("mended");
        case Verdict::faster:
            return tr("faster");
        case Verdict::same:
            return tr("same");
    }
    return {};
}

QString spanText(TimePoint from, TimePoint to, TimePoint reference) {
    const QDateTime begin = localTime(from);
    const QDateTime end = localTime(to);
    const bool isSameDay = begin.date() == localTime(reference).date();
    const QString day = isSameDay ? QString() : begin.toString(u"yyyy-MM-dd "_s);
    const QString last = end.toString(begin.date() == end.date() ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s);
    return day + begin.toString(u"HH:mm:ss"_s) + u" – "_s + last;
}

QString fromTo(const QString& before, const QString& after) {
    const QString unit = after.mid(after.lastIndexOf(u' '));
    const bool isShared = unit.size() < after.size() && before.endsWith(unit);
    return (isShared ? before.chopped(unit.size()) : before) + u" → "_s + after;
}

QString summaryText(const FrameComparison& comparison) {
    if (comparison.calls.empty()) return tr("No calls in either window.");
    const QString span = spanText(comparison.beforeFrom, comparison.beforeTo, comparison.afterTo);
    if (comparison.whole.before.requests == 0) return tr("No calls are known from %1.").arg(span);
    QStringList parts;
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (verdict != Verdict::same && comparison.count(verdict) > 0)
            parts << countText(verdict, comparison.count(verdict));
    }
    const QString calls = formatCount(comparison.calls.size());
    if (parts.isEmpty()) return tr("None of %1 calls changed for sure since %2.").arg(calls, span);
    return tr("Of %1 calls, %2 since %3.").arg(calls, parts.join(u", "_s), span);
}

QString changeText(const CallChange& call) {
    switch (call.verdict) {
        case Verdict::broke:
        case Verdict::mended:
            return fromTo(formatShare(call.before.errorRatio()), formatShare(call.after.errorRatio()));
        case Verdict::slower:
        case Verdict::faster: {
            const QuantileChange& quantile = surest(call);
            return tr("p%1 %2")
                .arg(std::lround(quantile.q * 100))
                .arg(timesText(timesOf(quantile.after, quantile.before)));
        }
        case Verdict::busier:
        case Verdict::quieter:
            return tr("rate %1").arg(timesText(call.after.rate / call.before.rate));
        case Verdict::appeared:
        case Verdict::gone:
            return verdictText(call.verdict);
        case Verdict::same:
            break;
    }
    return {};
}

}  // namespace binnacle
