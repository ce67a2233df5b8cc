// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/chart_view.h"

#include "views/common/theme.h"
#include "views/latency/chart_legend.h"
#include "views/latency/chart_paint.h"
#include "views/latency/tone_label.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QElapsedTimer>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QTimer>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kFrameMs = 100;
constexpr int kPlotHeight = 112;
constexpr int kDragStart = 8;
/// Above this many points antialiasing is the whole cost of a frame and gains nothing on a noisy line.
constexpr std::size_t kSmoothPoints = 400;

QList<QPointF> toQt(const std::vector<ChartPoint>& points) {
    QList<QPointF> list;
    list.reserve(static_cast<qsizetype>(points.size()));
    for (const ChartPoint& point : points) list.append({point.x, point.y});
    return list;
}

}  // namespace

double chartX(TimePoint at) {
    return std::chrono::duration<double, std::milli>(at.time_since_epoch()).count();
}

TimePoint chartTime(double x) {
    return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(x)));
}

/// The QtCharts side: bare lines and areas; grid, labels, marks and crosshair are painted around them.
class ChartView::Plot : public QChartView {
  public:
    Plot(ChartView& owner, const ChartScene& scene) : m_owner(owner), m_scene(scene) {
        setFrameShape(QFrame::NoFrame);
        setMouseTracking(true);
        setFocusPolicy(Qt::StrongFocus);
        setFixedHeight(kPlotHeight);
        viewport()->setAutoFillBackground(false);  // the panel shows through
        setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        chart()->legend()->hide();
        chart()->setBackgroundVisible(false);
        chart()->setMargins({});
        chart()->setAnimationOptions(QChart::NoAnimation);
        m_x = new QValueAxis(chart());
        m_y = new QValueAxis(chart());
        for (QValueAxis* axis : {m_x, m_y}) axis->setVisible(false);
        chart()->addAxis(m_x, Qt::AlignBottom);
        chart()->addAxis(m_y, Qt::AlignLeft);
    }

    ~Plot() override { clear(); }

    /// One series for each line; kept while the lines stay the same, so that a frame is replace() and no
    /// more.
    void arrange(const std::vector<ChartLine>& lines) {
        clear();
        QLineSeries* below = nullptr;
        for (const ChartLine& line : lines) {
            auto* edge = new QLineSeries;
            QAbstractSeries* shown = edge;
            if (line.style == ChartStyle::area) {
                shown = new QAreaSeries(edge, below);
                below = edge;
            }
            chart()->addSeries(shown);
            shown->attachAxis(m_x);
            shown->attachAxis(m_y);
            m_lines.push_back(edge);
            m_shown.push_back(shown);
        }
    }

    void dress(const std::vector<ChartLine>& lines, bool isSmooth) {
        setRenderHint(QPainter::Antialiasing, isSmooth);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const QColor color = chartColor(lines[i].tone);
            QPen pen(color, isSmooth ? 1.6 : 1);
            if (lines[i].style == ChartStyle::dashed) pen.setDashPattern({3, 2});
            m_lines[i]->setPen(pen);
            if (lines[i].style != ChartStyle::area) continue;
            auto* area = static_cast<QAreaSeries*>(m_shown[i]);
            QColor fill = color;
            fill.setAlphaF(lines[i].tone == ChartTone::failing ? 0.9F : 0.55F);
            area->setPen(Qt::NoPen);  // an outline would draw a layer of nothing as a line
            area->setBrush(fill);
        }
    }

    void show(std::size_t line, const std::vector<ChartPoint>& points) {
        m_lines[line]->replace(toQt(points));
    }

    void fit() {
        chart()->setPlotArea(m_scene.plot);
        m_x->setRange(m_scene.x.low, m_scene.x.high);
        m_y->setRange(m_scene.y.first, m_scene.y.last);
    }

  protected:
    void drawBackground(QPainter* painter, const QRectF&) override {
        paintChartGround(*painter, m_scene, font());
    }

    void drawForeground(QPainter* painter, const QRectF&) override {
        paintChartMarks(*painter, m_scene, font());
        if (hasFocus()) {
            painter->setPen(QPen(Theme::current().accent, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(QRectF(viewport()->rect()).adjusted(0.5, 0.5, -0.5, -0.5));
        }
    }

    void resizeEvent(QResizeEvent* event) override {
        QChartView::resizeEvent(event);
        m_owner.draw();
    }

    void mousePressEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton) m_pressed = event->position().x();
    }

    void mouseMoveEvent(QMouseEvent* event) override {
        const double x = event->position().x();
        m_isDragging = m_pressed && std::abs(x - *m_pressed) >= kDragStart;
        m_owner.dragTo(m_isDragging ? m_pressed : std::nullopt, x);
        Q_EMIT m_owner.crosshairMoved(m_scene.toX(x));
    }

    void mouseReleaseEvent(QMouseEvent* event) override {
        const double x = event->position().x();
        m_owner.dragTo(std::nullopt, x);
        if (m_isDragging && m_pressed) {
            Q_EMIT m_owner.windowDragged(m_scene.toX(std::min(*m_pressed, x)),
                                         m_scene.toX(std::max(*m_pressed, x)));
        }
        m_pressed.reset();
        m_isDragging = false;
    }

    void leaveEvent(QEvent*) override { Q_EMIT m_owner.crosshairLeft(); }

    void keyPressEvent(QKeyEvent* event) override {
        const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
        if (step == 0) {
            event->ignore();
            return;
        }
        m_owner.stepCrosshair(step);
    }

    void wheelEvent(QWheelEvent* event) override { event->ignore(); }  // the panel around it scrolls

  private:
    /// The chart owns what was added to it, but not the edges of areas: both end here, areas first.
    void clear() {
        for (std::size_t i = 0; i < m_shown.size(); ++i) {
            chart()->removeSeries(m_shown[i]);
            if (m_shown[i] != m_lines[i]) delete m_shown[i];
        }
        qDeleteAll(m_lines);
        m_shown.clear();
        m_lines.clear();
    }

    ChartView& m_owner;
    const ChartScene& m_scene;
    QValueAxis* m_x;
    QValueAxis* m_y;
    std::vector<QLineSeries*> m_lines;
    std::vector<QAbstractSeries*> m_shown;  ///< the line itself, or the area under it
    std::optional<double> m_pressed;
    bool m_isDragging = false;
};

struct ChartView::Private {
    QString title;
    ToneLabel* note = nullptr;
    ChartLegend* legend = nullptr;
    Plot* plot = nullptr;
    QTimer* timer = nullptr;
    QElapsedTimer lastDrawn;
    ChartScene scene;
    std::vector<ChartLine> lines;                  ///< as set
    std::vector<std::vector<ChartPoint>> heights;  ///< as drawn: areas stacked
    std::vector<std::size_t> drawn;
    bool isRearranged = true;

    void stack();
    double top() const;
    std::vector<LegendEntry> legendEntries() const;
    void placeDots();
};

void ChartView::Private::stack() {
    heights.clear();
    const std::vector<ChartPoint>* below = nullptr;
    for (const ChartLine& line : lines) {
        const bool isOnTop = line.style == ChartStyle::area && below != nullptr;
        heights.push_back(isOnTop ? stacked(*below, line.points) : line.points);
        if (line.style == ChartStyle::area) below = &heights.back();
    }
}

double ChartView::Private::top() const {
    double top = scene.threshold.value_or(0);
    for (const auto& line : heights) {
        for (const ChartPoint& point : line) {
            if (point.x >= scene.x.low && point.x <= scene.x.high) top = std::max(top, point.y);
        }
    }
    return top;
}

std::vector<LegendEntry> ChartView::Private::legendEntries() const {
    std::vector<LegendEntry> entries;
    for (const ChartLine& line : lines) {
        const auto at = nearestPoint(line.points, scene.crosshair.value_or(scene.x.high));
        entries.push_back({line.name, at ? scene.unit(line.points[*at].y) : u"–"_s, line.tone, line.style});
    }
    return entries;
}

void ChartView::Private::placeDots() {
    scene.dots.clear();
    if (!scene.crosshair) return;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto at = nearestPoint(heights[i], *scene.crosshair);
        if (at) scene.dots.push_back({heights[i][*at], chartColor(lines[i].tone)});
    }
}

ChartView::ChartView(const QString& title, Unit unit, QWidget* parent)
    : QWidget(parent), d(std::make_unique<Private>()) {
    d->title = title;
    d->scene.unit = std::move(unit);
    d->scene.emptyText = tr("No requests in this window");
    d->note = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    d->note->setFit(TextFit::elide);
    d->note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    d->legend = new ChartLegend(this);
    d->plot = new Plot(*this, d->scene);
    d->timer = new QTimer(this);
    d->timer->setSingleShot(true);
    connect(d->timer, &QTimer::timeout, this, &ChartView::draw);

    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(new ToneLabel(title, TextSize::strong, TextTone::normal, this));
    head->addWidget(d->note, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(head);
    column->addWidget(d->legend);
    column->addWidget(d->plot);
    d->plot->setAccessibleName(title);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

ChartView::~ChartView() {
    delete d->plot;  // before the scene it paints from
}

void ChartView::setNote(const QString& note) {
    d->note->setText(note);
}

void ChartView::setTimeKind(ChartTime kind) {
    d->scene.kind = kind;
    schedule();
}

void ChartView::setRange(ChartRange x) {
    d->scene.x = x;
    schedule();
}

void ChartView::setSeries(std::vector<ChartLine> lines) {
    d->isRearranged =
        d->isRearranged || !std::equal(lines.begin(), lines.end(), d->lines.begin(), d->lines.end(),
                                       [](const ChartLine& a, const ChartLine& b) {
                                           return a.name == b.name && a.tone == b.tone && a.style == b.style;
                                       });
    d->lines = std::move(lines);
    d->stack();
    schedule();
}

void ChartView::setThreshold(std::optional<double> value) {
    d->scene.threshold = value;
    schedule();
}

void ChartView::setMarks(std::vector<ChartMark> marks) {
    d->scene.marks = std::move(marks);
    schedule();
}

void ChartView::setEmptyText(const QString& text) {
    d->scene.emptyText = text;
}

void ChartView::setCrosshair(std::optional<double> x) {
    d->scene.crosshair = x;
    d->placeDots();
    d->legend->setEntries(d->legendEntries());
    d->plot->viewport()->update();
}

void ChartView::stepCrosshair(int steps) {
    if (d->lines.empty() || d->lines.front().points.empty()) return;
    const auto& points = d->lines.front().points;
    const auto at = nearestPoint(points, d->scene.crosshair.value_or(d->scene.x.high));
    const auto next = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(at.value_or(0)) + steps, 0,
                                                 static_cast<std::ptrdiff_t>(points.size()) - 1);
    Q_EMIT crosshairMoved(points[static_cast<std::size_t>(next)].x);
}

void ChartView::dragTo(std::optional<double> from, double to) {
    d->scene.drag.reset();
    if (from) d->scene.drag = ChartRange{std::min(*from, to), std::max(*from, to)};
    d->plot->viewport()->update();
}

QString ChartView::readOut() const {
    QStringList parts;
    for (const LegendEntry& entry : d->legendEntries()) parts.append(entry.name + u' ' + entry.value);
    return parts.join(u", "_s);
}

std::vector<std::size_t> ChartView::drawnPoints() const {
    return d->drawn;
}

QString ChartView::asText() const {
    const QString when = d->scene.crosshair ? timeText(d->scene, *d->scene.crosshair) : tr("newest");
    return tr("%1, %2: %3").arg(d->title, when, readOut());
}

QSize ChartView::sizeHint() const {
    return {320, QWidget::sizeHint().height()};
}

void ChartView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) draw();
}

void ChartView::schedule() {
    if (d->timer->isActive()) return;
    const qint64 since = d->lastDrawn.isValid() ? d->lastDrawn.elapsed() : kFrameMs;
    d->timer->start(static_cast<int>(std::max<qint64>(0, kFrameMs - since)));
}

void ChartView::draw() {
    d->timer->stop();
    d->lastDrawn.start();
    d->scene.layOut(d->plot->viewport()->size(), d->top(), d->plot->font());
    if (d->isRearranged) d->plot->arrange(d->lines);
    d->isRearranged = false;
    std::size_t total = 0;
    d->drawn.clear();
    const int columns = static_cast<int>(d->scene.plot.width());
    for (std::size_t i = 0; i < d->lines.size(); ++i) {
        const auto points = decimate(d->heights[i], d->scene.x, columns);
        d->plot->show(i, points);
        d->drawn.push_back(points.size());
        total += points.size();
    }
    d->scene.isEmpty = total == 0;
    d->plot->dress(d->lines, total <= kSmoothPoints);
    d->plot->fit();
    d->placeDots();
    d->legend->setEntries(d->legendEntries());
    d->plot->setAccessibleDescription(readOut());
    d->plot->viewport()->update();
}

}  // namespace binnacle
