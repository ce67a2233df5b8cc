// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/filter_box.h"

#include "models/core/filter/filter.h"
#include "models/qt/filter_completion.h"
#include "models/qt/format.h"
#include "views/common/theme.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QTextCharFormat>
#include <algorithm>
#include <set>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kSettleMs = 350;

}  // namespace

FilterBox::FilterBox(TelemetrySession& telemetry, QWidget* parent)
    : QLineEdit(parent),
      m_telemetry(telemetry),
      m_offers(new QListWidget(this)),
      m_message(new QLabel(this)) {
    setObjectName(u"filterBox"_s);
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter, e.g. service = checkout and p99 > 250ms"));
    setClearButtonEnabled(true);
    setMaxLength(static_cast<int>(Filter::kMaxBytes / 4));
    m_message->setObjectName(u"filterMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setMargin(8);
    m_message->setAutoFillBackground(true);
    m_message->setFrameShape(QFrame::StyledPanel);
    m_message->setBackgroundRole(QPalette::ToolTipBase);
    m_message->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_message->hide();
    m_offers->setObjectName(u"filterOffers"_s);
    m_offers->setAccessibleName(tr("What may come next"));
    m_offers->setFocusPolicy(Qt::NoFocus);
    m_offers->setStyleSheet(
        u"QListWidget { border: 1px solid palette(mid); border-radius: 6px; padding: 4px; }"
        "QListWidget::item { padding: 4px; }"_s);
    m_offers->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_offers->hide();
    connect(m_offers, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { accept(item->text()); });
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &FilterBox::apply);
    connect(this, &QLineEdit::textChanged, this, [this] {
        check();
        m_settle.start();
    });
    connect(this, &QLineEdit::textEdited, this, &FilterBox::offer);
    connect(&m_telemetry, &TelemetrySession::filterChanged, this, [this] {
        if (m_telemetry.filter() != text().trimmed()) setText(m_telemetry.filter());
    });
}

QString FilterBox::problem() const {
    return m_problem;
}

void FilterBox::clearFilter() {
    clear();
    m_offers->hide();
    apply();
}

void FilterBox::check() {
    const QString all = text();
    const Result<Filter> parsed = Filter::parse(utf8(all));
    m_problem = parsed ? QString() : binnacle::text(parsed.error().detail);
    if (parsed) {
        markProblem(0, 0);
    } else {
        const FilterErrorPlace place = filterErrorPlace(all, filterErrorOffset(parsed.error()));
        markProblem(place.from, place.length);
    }
    placeMessage();
}

void FilterBox::apply() {
    m_settle.stop();
    if (m_problem.isEmpty()) m_telemetry.setFilter(text().trimmed());
}

// A line edit has no formats of its own; an input method event carries them to its text layout.
void FilterBox::markProblem(qsizetype from, qsizetype length) {
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::current().failing);
        format.setForeground(Theme::current().failing);
        attributes.append({QInputMethodEvent::TextFormat, static_cast<int>(from) - cursorPosition(),
                           static_cast<int>(length), format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(this, &event);
}

void FilterBox::placeMessage() {
    // What is still being typed is not yet a mistake: speak up while it stands, and never over the
    // completion.
    const bool isShown = !m_problem.isEmpty() && hasFocus() && !m_offers->isVisible();
    if (!isShown) return m_message->hide();
    if (m_message->parentWidget() != window()) m_message->setParent(window());
    m_message->setText(m_problem);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().failing);
    m_message->setPalette(colours);
    m_message->adjustSize();
    m_message->move(mapTo(window(), QPoint(0, height() + 4)));
    m_message->raise();
    m_message->show();
}

void FilterBox::offer() {
    const FilterCompletion completion = completeFilter(text(), cursorPosition(), names());
    m_offers->clear();
    m_offers->addItems(completion.candidates);
    m_offers->setCurrentRow(-1);
    m_offers->setVisible(!completion.candidates.isEmpty() && !text().isEmpty());
    if (m_offers->isVisible()) placeOffers();
    placeMessage();
}

// A child of the window and not a window of its own: it takes no focus and no grab.
void FilterBox::placeOffers() {
    if (m_offers->parentWidget() != window()) m_offers->setParent(window());
    constexpr int kMostRows = 10;
    constexpr int kFrame = 12;
    const int rows = std::min(kMostRows, m_offers->count());
    const int height = rows * m_offers->sizeHintForRow(0) + kFrame;
    const int left = cursorRect().left();
    m_offers->setGeometry(QRect(mapTo(window(), QPoint(left, this->height() + 4)), QSize(240, height)));
    m_offers->raise();
    m_offers->show();
}

QString FilterBox::chosenOffer() const {
    const QListWidgetItem* item = m_offers->currentItem();
    return item != nullptr ? item->text() : QString();
}

bool FilterBox::offerKey(int key) {
    if (!m_offers->isVisible()) return false;
    switch (key) {
        case Qt::Key_Down:
        case Qt::Key_Up: {
            const int step = key == Qt::Key_Down ? 1 : -1;
            m_offers->setCurrentRow(std::clamp(m_offers->currentRow() + step, 0, m_offers->count() - 1));
            return true;
        }
        case Qt::Key_Tab:
            if (m_offers->currentItem() == nullptr) m_offers->setCurrentRow(0);
            accept(chosenOffer());
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            // Only what was pointed at: Enter alone means the text as it stands.
            if (chosenOffer().isEmpty()) return false;
            accept(chosenOffer());
            return true;
        case Qt::Key_Escape:
            m_offers->hide();
            placeMessage();
            return true;
        default:
            return false;
    }
}

void FilterBox::accept(const QString& candidate) {
    const FilterCompletion completion = completeFilter(text(), cursorPosition(), names());
    QString all = text();
    const bool needsQuotes = candidate.contains(u' ');
    const QString word = needsQuotes ? u'"' + candidate + u'"' : candidate;
    all.replace(completion.from, completion.length, word + u' ');
    setText(all);
    setCursorPosition(static_cast<int>(completion.from + word.size() + 1));
    offer();
}

QStringList FilterBox::names() const {
    std::set<QString> names;
    for (const Node& node : m_telemetry.frame()->nodes) {
        names.insert(binnacle::text(node.service));
        names.insert(binnacle::text(node.id));
    }
    names.erase(QString());
    return {names.begin(), names.end()};
}

// Tab would move the focus before it becomes a key press.
bool FilterBox::event(QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Tab &&
        offerKey(Qt::Key_Tab)) {
        event->accept();
        return true;
    }
    // Esc is a shortcut of the window; here it first takes back what is here.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        (m_offers->isVisible() || !text().isEmpty())) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void FilterBox::keyPressEvent(QKeyEvent* event) {
    if (offerKey(event->key())) return;
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) return event->ignore();
        return clearFilter();
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        m_offers->hide();
        placeMessage();
        return apply();
    }
    QLineEdit::keyPressEvent(event);
}

void FilterBox::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    placeMessage();
}

void FilterBox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    m_message->hide();
    m_offers->hide();
}

}  // namespace binnacle
