// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/comparison_delegate.h"

#include "models/qt/comparison_table_model.h"
#include "models/qt/item_roles.h"
#include "views/common/verdict_style.h"

#include <QPainter>
#include <algorithm>

namespace binnacle {
namespace {

constexpr int kPadding = 8;
constexpr int kMarkRoom = 40;
constexpr int kBarRoom = 40;
constexpr double kBarHeight = 4;
constexpr double kLeastBar = 1;  ///< of a value that is not none

bool isFigure(const QModelIndex& index) {
    return index.column() >= ComparisonTableModel::kRate;
}

/// What stands before the text of a cell.
int roomBefore(const QModelIndex& index) {
    if (isFigure(index)) return kBarRoom;
    return index.column() == ComparisonTableModel::kVerdict ? kMarkRoom : 0;
}

Verdict verdictOf(const QModelIndex& index) {
    return static_cast<Verdict>(index.data(ComparisonTableModel::kVerdictRole).toInt());
}

void paintVerdict(QPainter& painter, const QRectF& place, Verdict verdict) {
    QPen pen(verdictColor(Theme::current(), verdict), 2.5, Qt::SolidLine, Qt::FlatCap);
    QList<qreal> dash = verdictDash(verdict);
    for (qreal& length : dash) length /= pen.widthF();
    if (!dash.isEmpty()) pen.setDashPattern(dash);
    painter.setPen(pen);
    painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y()));
}

void paintBar(QPainter& painter, const QRectF& place, double share, const QColor& color) {
    const double width = share > 0 ? std::max(kLeastBar, place.width() * share) : 0;
    painter.fillRect(QRectF(place.left(), place.top(), width, place.height()), color);
}

/// Whether the verdict is about this figure.
bool isTold(const QModelIndex& index, Verdict verdict) {
    switch (verdict) {
        case Verdict::broke:
        case Verdict::mended:
            return index.column() == ComparisonTableModel::kErrors;
        case Verdict::slower:
        case Verdict::faster:
            return index.column() >= ComparisonTableModel::kP50;
        case Verdict::appeared:
        case Verdict::gone:
        case Verdict::busier:
        case Verdict::quieter:
            return index.column() == ComparisonTableModel::kRate;
        case Verdict::same:
            return false;
    }
    return false;
}

/// Both on one scale, which is the row's own: what matters is how one stands to the other.
void paintBars(QPainter& painter, const QRectF& place, const QModelIndex& index) {
    const double before = index.data(ComparisonTableModel::kBeforeRole).toDouble();
    const double after = index.data(ComparisonTableModel::kAfterRole).toDouble();
    const double longest = std::max(before, after);
    if (longest <= 0) return;
    const Theme& theme = Theme::current();
    const double middle = place.center().y();
    const Verdict verdict = verdictOf(index);
    const QColor color = isTold(index, verdict) ? verdictColor(theme, verdict) : theme.textMuted;
    paintBar(painter, {place.left(), middle - kBarHeight - 1, place.width(), kBarHeight}, before / longest,
             theme.series4);
    paintBar(painter, {place.left(), middle + 1, place.width(), kBarHeight}, after / longest, color);
}

}  // namespace

void ComparisonDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const auto standing = static_cast<CellStanding>(index.data(kStandingRole).toInt());
    if (standing == CellStanding::muted) option->palette.setColor(QPalette::Text, Theme::current().textMuted);
}

void ComparisonDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                               const QModelIndex& index) const {
    const int room = roomBefore(index);
    if (room == 0) return QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    const QRectF place(option.rect.left() + kPadding, option.rect.top(), room - 2 * kPadding,
                       option.rect.height());
    if (isFigure(index))
        paintBars(*painter, place, index);
    else
        paintVerdict(*painter, place, verdictOf(index));
    QStyleOptionViewItem shifted = option;
    shifted.rect.setLeft(option.rect.left() + room);
    QStyledItemDelegate::paint(painter, shifted, index);
}

QSize ComparisonDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return QStyledItemDelegate::sizeHint(option, index) + QSize(roomBefore(index) + kPadding, 0);
}

}  // namespace binnacle
