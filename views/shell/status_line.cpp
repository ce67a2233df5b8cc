// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/status_line.h"

#include "models/qt/format.h"

#include <QLabel>
#include <QStringList>
#include <algorithm>
#include <numeric>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

/// Long enough that the figure can be read, short enough that it is of now.
constexpr std::chrono::seconds kRateWindow{3};

QString seconds(Duration value) {
    const double figure = std::chrono::duration<double>(value).count();
    return StatusLine::tr("%1 s").arg(QString::number(std::max(0.0, figure), 'f', 2));
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                           [](std::uint64_t total, const auto& each) { return total + each.second; });
}

QString reasons(const std::map<std::string, std::uint64_t>& counts) {
    QStringList lines;
    for (const auto& [reason, count] : counts) lines << text(reason) + u": "_s + formatCount(count);
    return lines.join(u'\n');
}

}  // namespace

StatusLine::StatusLine(const Clock& clock, QWidget* parent)
    : QStatusBar(parent),
      m_clock(clock),
      m_proxies(addText(u"statusProxies"_s)),
      m_rate(addText(u"statusRate"_s)),
      m_lag(addText(u"statusLag"_s)),
      m_losses(addText(u"statusLosses"_s)),
      m_history(addText(u"statusHistory"_s)),
      m_access(addText(u"statusAccess"_s)) {
    setSizeGripEnabled(false);
    addWidget(m_proxies);
    addWidget(m_rate);
    addWidget(m_lag);
    addWidget(m_losses);
    addPermanentWidget(m_history);
    addPermanentWidget(m_access);
    m_lag->setToolTip(
        tr("From the end of a request to its place on this screen: the proxies' own flush, the station, "
           "and this window's drawing."));
}

QLabel* StatusLine::addText(const QString& name) {
    auto* label = new QLabel(this);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(8, 4, 8, 4);
    return label;
}

void StatusLine::setStatus(const StationStatus& status) {
    const auto connected = std::count_if(status.proxies.begin(), status.proxies.end(),
                                         [](const ProxyStatus& each) { return each.connected; });
    m_proxies->setText(tr("%1/%2 proxies").arg(connected).arg(status.proxies.size()));
    m_rate->setText(
        tr("%1 rec/s").arg(formatCount(static_cast<std::uint64_t>(recordsPerSecond(status.received)))));
    m_stationLag = status.lag;
    showLag();
    showLosses(status);
    showHistory(status.history);
    const QString access = status.readOnly ? tr("read-only") : tr("read-write");
    m_access->setText(status.mesh.empty() ? access : access + u": "_s + text(status.mesh));
    m_access->setToolTip(
        tr("Station %1, proxies connect to %2").arg(text(status.version), text(status.listening)));
}

void StatusLine::setDesktopLag(Duration lag) {
    m_desktopLag = lag;
    showLag();
}

void StatusLine::showLag() {
    if (!m_stationLag) return;
    const Duration total = m_stationLag->proxies + m_stationLag->station + m_desktopLag;
    m_lag->setText(tr("lag %1 (%2 proxies' flush, %3 station, %4 drawing)")
                       .arg(seconds(total), seconds(m_stationLag->proxies), seconds(m_stationLag->station),
                            seconds(m_desktopLag)));
}

void StatusLine::showLosses(const StationStatus& status) {
    const std::uint64_t rejected = sum(status.rejected);
    QString losses = tr("%1 dropped").arg(formatCount(status.dropped));
    if (rejected > 0) losses += u", "_s + tr("%1 rejected").arg(formatCount(rejected));
    m_losses->setText(losses);
    m_losses->setForegroundRole(status.dropped + rejected > 0 ? QPalette::BrightText
                                                              : QPalette::PlaceholderText);
    QStringList tips;
    if (rejected > 0) tips << tr("Rejected, in no figure:\n%1").arg(reasons(status.rejected));
    if (!status.clamped.empty()) tips << tr("Cut to a limit:\n%1").arg(reasons(status.clamped));
    m_losses->setToolTip(tips.join(u"\n\n"_s).toHtmlEscaped().replace(u'\n', u"<br>"_s));
}

void StatusLine::showHistory(const HistoryStatus& history) {
    const bool isStopped = !history.problem.empty();
    m_history->setVisible(history.isRecording || isStopped);
    m_history->setForegroundRole(isStopped ? QPalette::BrightText : QPalette::PlaceholderText);
    m_history->setToolTip(text(history.problem).toHtmlEscaped());
    if (isStopped) return m_history->setText(tr("history stopped"));
    const Duration length = history.span ? history.span->newest - history.span->oldest : Duration::zero();
    m_history->setText(
        tr("history %1, %2").arg(formatDuration(length), formatBytes(static_cast<double>(history.bytes))));
}

double StatusLine::recordsPerSecond(std::uint64_t received) {
    const MonotonicPoint now = m_clock.monotonic();
    // A smaller number is a station that started anew.
    if (!m_samples.empty() && received < m_samples.back().received) m_samples.clear();
    m_samples.push_back({now, received});
    while (m_samples.size() > 2 && now - m_samples.front().at > kRateWindow) m_samples.pop_front();
    const double span = std::chrono::duration<double>(now - m_samples.front().at).count();
    if (span <= 0) return 0;
    return static_cast<double>(received - m_samples.front().received) / span;
}

}  // namespace binnacle
