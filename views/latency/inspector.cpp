// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/inspector.h"

#include "models/qt/format.h"
#include "views/latency/figure_grid.h"
#include "views/latency/health_mark.h"
#include "views/latency/hurt_details.h"
#include "views/latency/inspector_charts.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/policy_details.h"
#include "views/latency/tone_label.h"
#include "views/latency/traffic_details.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRefreshMs = 200;  ///< figures that change faster than that can't be read
constexpr int kMargin = 16;
constexpr std::size_t kMostOpen = 3;  ///< steps at the end that may be incomplete

}  // namespace

struct Inspector::Private {
    TelemetrySession& telemetry;
    PolicySession& policy;
    MapSelection& selection;
    HealthMark* mark = nullptr;
    ToneLabel* title = nullptr;
    ToneLabel* subtitle = nullptr;
    ToneLabel* state = nullptr;
    FigureGrid* figures = nullptr;
    InspectorCharts* charts = nullptr;
    TrafficDetails* traffic = nullptr;
    PolicyDetails* policies = nullptr;
    HurtDetails* hurt = nullptr;
    QTimer* refresh = nullptr;

    InspectorContext context() const;
    void show();
    void showHeader(const InspectorContext& context, const EdgeStats& stats);
    void showFigures(const EdgeStats& stats, double seconds);
    void showSeries();
    void showState();
};

InspectorContext Inspector::Private::context() const {
    const TopologyFrame& frame = *telemetry.frame();
    InspectorContext context{frame, telemetry.clusters(), telemetry.statusShown(), policy.policies(),
                             selection.asSelection()};
    context.isEdge = selection.kind() == MapSelection::Kind::edge;
    context.node = findNode(frame, context.selection.destination);
    return context;
}

void Inspector::Private::show() {
    const auto keepFrame = telemetry.frame();
    const InspectorContext now = context();
    const EdgeStats stats = statsOf(now.frame, now.selection);
    showHeader(now, stats);
    showFigures(stats, now.frame.seconds());
    showState();
    const bool isOverview = selection.kind() == MapSelection::Kind::nothing;
    if (isOverview) hurt->show(now.frame);
    traffic->show(now);
    policies->show(now);
    hurt->setVisible(isOverview);
    policies->setVisible(now.node != nullptr);
}

void Inspector::Private::showHeader(const InspectorContext& now, const EdgeStats& stats) {
    mark->setHealth(healthOf(static_cast<double>(stats.requests), errorRatio(stats)));
    if (selection.kind() == MapSelection::Kind::nothing) {
        title->setText(tr("Whole mesh"));
        subtitle->setText(tr("%1 nodes, %2 calls between them")
                              .arg(formatCount(now.frame.nodes.size()), formatCount(now.frame.edges.size())));
        return;
    }
    if (now.isEdge) {
        title->setText(selection.source() + u" → "_s + selection.destination());
        subtitle->setText(now.node ? tr("call to %1").arg(text(now.node->service)) : tr("call"));
        return;
    }
    title->setText(selection.node());
    if (!now.node) {
        subtitle->setText(tr("not seen in this window"));
        return;
    }
    const QString kind = now.node->kind == NodeKind::external  ? tr("external service")
                         : now.node->kind == NodeKind::unknown ? tr("unknown peer")
                         : now.node->kind == NodeKind::service
                             ? tr("service")
                             : tr("workload of %1").arg(text(now.node->service));
    QStringList parts = {kind};
    if (!now.node->version.empty()) parts.append(tr("version %1").arg(text(now.node->version)));
    if (!now.node->nameSpace.empty()) parts.append(tr("namespace %1").arg(text(now.node->nameSpace)));
    subtitle->setText(parts.join(u" · "_s));
}

void Inspector::Private::showFigures(const EdgeStats& stats, double seconds) {
    const double ratio = errorRatio(stats);
    const auto quantile = [&](double q) {
        return stats.latency.count() > 0 ? formatDuration(quantileOf(stats, q)) : u"–"_s;
    };
    const auto requests = static_cast<double>(stats.requests);
    const QString longest = stats.latency.count() > 0
                                ? formatDuration(Duration(static_cast<Duration::rep>(stats.latency.max())))
                                : u"–"_s;
    figures->setFigures(
        {{tr("Rate"), formatRate(requests / seconds)},
         {tr("Errors"), stats.requests > 0 ? formatShare(ratio) : u"–"_s, healthOf(requests, ratio)},
         {tr("p99"), quantile(0.99)},
         {tr("p50"), quantile(0.5)},
         {tr("Requests"), formatCount(stats.requests)},
         {tr("p90"), quantile(0.9)},
         {tr("Sent"), formatBytes(static_cast<double>(stats.bytesSent))},
         {tr("Max"), longest},
         {tr("Received"), formatBytes(static_cast<double>(stats.bytesReceived))}});
}

void Inspector::Private::showSeries() {
    // The answer to an older selection may still be on its way.
    if (telemetry.series().selection != selection.asSelection()) return;
    Series series = telemetry.series();
    // The newest steps are not whole yet while the proxies still hold their part: a dip that is none.
    const Duration late = telemetry.status().lag.proxiesP99;
    const Duration step = std::max<Duration>(series.step, std::chrono::milliseconds(1));
    const auto open = telemetry.window().to
                          ? std::size_t{0}
                          : std::min<std::size_t>(kMostOpen, static_cast<std::size_t>(late / step) + 1);
    series.points.resize(series.points.size() - std::min(open, series.points.size()));
    charts->setSeries(series);
}

void Inspector::Private::showState() {
    QString message;
    switch (telemetry.state()) {
        case TelemetrySession::State::connecting:
            message = tr("Waiting for the station …");
            break;
        case TelemetrySession::State::disconnected:
            message = telemetry.errorText();
            break;
        case TelemetrySession::State::paused:
            message = tr("Paused: these values stand still.");
            break;
        case TelemetrySession::State::live:
            break;
    }
    state->setText(message);
    state->setVisible(!message.isEmpty());
}

Inspector::Inspector(TelemetrySession& telemetry, PolicySession& policy, MapSelection& selection,
                     QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>(Private{telemetry, policy, selection})) {
    build();
    connectAll();
    follow();
}

Inspector::~Inspector() = default;

void Inspector::build() {
    auto* content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    d->mark = new HealthMark(content);
    d->title = new ToneLabel({}, TextSize::heading, TextTone::normal, content);
    d->title->setFit(TextFit::elide);
    d->subtitle = new ToneLabel({}, TextSize::body, TextTone::muted, content);
    d->subtitle->setFit(TextFit::elide);
    d->state = new ToneLabel({}, TextSize::body, TextTone::muted, content);
    d->state->setFit(TextFit::wrap);
    d->figures = new FigureGrid(content);
    d->charts = new InspectorCharts(content);
    d->traffic = new TrafficDetails(content);
    d->policies = new PolicyDetails(content);
    d->hurt = new HurtDetails(content);

    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(d->mark);
    head->addWidget(d->title, 1);
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addLayout(head);
    names->addWidget(d->subtitle);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(16);
    column->addLayout(names);
    for (QWidget* part :
         std::initializer_list<QWidget*>{d->state, d->figures, d->hurt, d->charts, d->traffic, d->policies}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    wrap(content);
    d->refresh = new QTimer(this);
    d->refresh->setSingleShot(true);
    d->refresh->setInterval(kRefreshMs);
}

void Inspector::wrap(QWidget* content) {
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void Inspector::connectAll() {
    const auto soon = [this] {
        if (!d->refresh->isActive()) d->refresh->start();
    };
    const auto now = [this] { d->show(); };
    connect(d->refresh, &QTimer::timeout, this, now);
    connect(&d->telemetry, &TelemetrySession::frameChanged, this, soon);
    connect(&d->telemetry, &TelemetrySession::clustersChanged, this, soon);
    connect(&d->telemetry, &TelemetrySession::stateChanged, this, now);
    connect(&d->telemetry, &TelemetrySession::seriesChanged, this, [this] { d->showSeries(); });
    connect(&d->policy, &PolicySession::policiesChanged, this, now);
    connect(&d->policy, &PolicySession::historyChanged, this,
            [this] { d->charts->setChanges(d->policy.history()); });
    connect(&d->selection, &MapSelection::changed, this, &Inspector::follow);
    connect(d->traffic, &TrafficDetails::nodeRequested, &d->selection, &MapSelection::selectNode);
    connect(d->hurt, &HurtDetails::edgeRequested, &d->selection, &MapSelection::selectEdge);
    connect(d->policies, &PolicyDetails::editRequested, this, &Inspector::editPolicyRequested);
    connect(d->charts, &InspectorCharts::windowDragged, this, [this](double from, double to) {
        const Duration length = std::max<Duration>(std::chrono::seconds(1), chartTime(to) - chartTime(from));
        Q_EMIT windowRequested({length, chartTime(to)});
    });
}

void Inspector::setBaseline(const Series& baseline) {
    d->charts->setBaseline(baseline);
}

void Inspector::follow() {
    d->telemetry.setSeriesSelection(d->selection.asSelection());
    d->charts->setSeries({});
    d->charts->setChanges(d->policy.history());
    d->showSeries();
    d->show();
}

QSize Inspector::sizeHint() const {
    return {360, 720};
}

QSize Inspector::minimumSizeHint() const {
    return {320, 240};
}

}  // namespace binnacle
