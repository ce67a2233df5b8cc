// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/fact_table.h"

#include "views/latency/health_mark.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowHeight = 24;
constexpr int kHeaderHeight = 20;
constexpr int kPadding = 8;  ///< between columns
constexpr int kMark = 16;
constexpr int kLeastFirst = 64;

/// Paints mark and text, without focus frames or grid; muted header like captions stay the header's matter.
class FactDelegate : public QStyledItemDelegate {
  public:
    explicit FactDelegate(FactTable& table) : QStyledItemDelegate(&table), m_table(table) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const bool isCurrent = option.state.testFlag(QStyle::State_Selected) && m_table.hasFocus();
        const bool isHovered =
            option.state.testFlag(QStyle::State_MouseOver) && !index.data(Qt::UserRole).toString().isEmpty();
        if (isCurrent || isHovered) {
            QColor ground = theme.selection;
            ground.setAlphaF(isCurrent ? 0.22F : 0.10F);
            painter->fillRect(option.rect, ground);
        }
        painter->setFont(option.font);
        QRect area = option.rect.adjusted(index.column() == 0 ? 0 : kPadding, 0, 0, 0);
        const QVariant mark = index.data(FactModel::kMarkRole);
        const bool isText = m_table.isTextColumn(index.column());
        if (mark.isValid()) {
            const int text = painter->fontMetrics().horizontalAdvance(index.data().toString());
            const int left = isText ? area.left() : std::max(area.left(), area.right() - text - kMark - 3);
            paintHealthMark(*painter, QRectF(left, area.top(), kMark, area.height()),
                            static_cast<Health>(mark.toInt()));
            if (isText) area.setLeft(area.left() + kMark + 4);
        }
        painter->setPen(theme.text);
        const QString shown = painter->fontMetrics().elidedText(
            index.data().toString(), isText ? Qt::ElideMiddle : Qt::ElideRight, area.width());
        painter->drawText(
            area, (isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter | Qt::TextSingleLine, shown);
    }

  private:
    FactTable& m_table;
};

/// Captions as quiet text over their column; no buttons, no lines.
class FactHeader : public QHeaderView {
  public:
    explicit FactHeader(FactTable& table) : QHeaderView(Qt::Horizontal, &table), m_table(table) {
        setSectionResizeMode(QHeaderView::Fixed);
        setMinimumSectionSize(16);
        setSectionsClickable(false);
        setFixedHeight(kHeaderHeight);
        viewport()->setAutoFillBackground(false);
    }

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        QFont small = m_table.font();
        small.setPointSizeF(small.pointSizeF() * 0.9);
        painter->setFont(small);
        painter->setPen(Theme::current().textMuted);
        const bool isText = m_table.isTextColumn(section);
        const QRect area = rect.adjusted(section == 0 ? 0 : kPadding, 0, 0, 0);
        painter->drawText(area, (isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter,
                          model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString());
    }

  private:
    FactTable& m_table;
};

}  // namespace

FactModel::FactModel(QStringList headers, QObject* parent)
    : QAbstractTableModel(parent), m_headers(std::move(headers)) {}

void FactModel::setRows(std::vector<FactRow> rows) {
    if (rows == m_rows) return;
    const int before = static_cast<int>(m_rows.size());
    const int after = static_cast<int>(rows.size());
    const int kept = std::min(before, after);
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        m_rows = std::move(rows);
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        m_rows = std::move(rows);
        endRemoveRows();
    } else {
        m_rows = std::move(rows);
    }
    if (kept > 0) Q_EMIT dataChanged(index(0, 0), index(kept - 1, columnCount() - 1));
}

int FactModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FactModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant FactModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const FactRow& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == Qt::UserRole) return row.key;
    if (static_cast<std::size_t>(index.column()) >= row.cells.size()) return {};
    const FactCell& cell = row.cells[static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole) return cell.text;
    if (role == Qt::ToolTipRole && !cell.tip.isEmpty())
        return QString(u"<qt>"_s + cell.tip.toHtmlEscaped() + u"</qt>"_s);
    if (role == kMarkRole && cell.mark) return static_cast<int>(*cell.mark);
    if (role == Qt::AccessibleDescriptionRole && cell.mark) return healthText(*cell.mark);
    return {};
}

QVariant FactModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= m_headers.size()) return {};
    if (role == Qt::DisplayRole) return m_headers[section];
    return {};
}

FactTable::FactTable(const QStringList& headers, QWidget* parent)
    : QTableView(parent), m_model(new FactModel(headers, this)) {
    setModel(m_model);
    setItemDelegate(new FactDelegate(*this));
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setWordWrap(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(kRowHeight);
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    setHorizontalHeader(new FactHeader(*this));
    setCornerButtonEnabled(false);
    viewport()->setAutoFillBackground(false);
    connect(this, &QTableView::clicked, this, &FactTable::activate);
}

void FactTable::setRows(std::vector<FactRow> rows) {
    if (rows == m_model->rows()) return;
    const bool hasNewHeight = rows.size() != m_model->rows().size();
    m_model->setRows(std::move(rows));
    fitColumns();
    if (hasNewHeight) updateGeometry();
}

void FactTable::setTextColumn(int column) {
    m_textColumn = column;
}

QString FactTable::asText() const {
    QStringList lines;
    for (const FactRow& row : m_model->rows()) {
        QStringList cells;
        for (const FactCell& cell : row.cells) cells.append(cell.text);
        lines.append(cells.join(u" | "_s));
    }
    return lines.join(u'\n');
}

QSize FactTable::sizeHint() const {
    return {200, kHeaderHeight + m_model->rowCount() * kRowHeight};
}

QSize FactTable::minimumSizeHint() const {
    return {kLeastFirst, sizeHint().height()};
}

void FactTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void FactTable::mouseMoveEvent(QMouseEvent* event) {
    QTableView::mouseMoveEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool isActive = index.isValid() && !index.data(Qt::UserRole).toString().isEmpty();
    viewport()->setCursor(isActive ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void FactTable::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        activate(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

int FactTable::idealWidth(int column) const {
    const QFontMetrics metrics(font());
    int width =
        metrics.horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    for (const FactRow& row : m_model->rows()) {
        if (static_cast<std::size_t>(column) >= row.cells.size()) continue;
        const FactCell& cell = row.cells[static_cast<std::size_t>(column)];
        width = std::max(width, metrics.horizontalAdvance(cell.text) + (cell.mark ? kMark + 4 : 0));
    }
    return width + (column == 0 ? 2 : kPadding + 2);
}

void FactTable::fitColumns() {
    int left = viewport()->width();
    for (int column = 1; column < m_model->columnCount(); ++column) {
        // A long text gives way before the first column does; figures keep their width.
        const int ideal = idealWidth(column);
        const int width = column == m_textColumn ? std::min(ideal, std::max(kLeastFirst, left / 2)) : ideal;
        setColumnWidth(column, width);
        left -= width;
    }
    setColumnWidth(0, std::max(kLeastFirst, left));
}

void FactTable::activate(const QModelIndex& index) {
    const QString key = index.data(Qt::UserRole).toString();
    if (!key.isEmpty()) Q_EMIT rowActivated(key);
}

}  // namespace binnacle
