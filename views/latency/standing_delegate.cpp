// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/standing_delegate.h"

#include "models/qt/item_roles.h"
#include "views/latency/health_mark.h"

#include <QPainter>
#include <QStyle>
#include <optional>

namespace binnacle {

namespace {

constexpr int kPadding = 16;
constexpr int kMarkRoom = 20;

std::optional<Health> healthOfStanding(const QVariant& standing) {
    if (!standing.isValid()) return std::nullopt;
    switch (static_cast<CellStanding>(standing.toInt())) {
        case CellStanding::neutral:
        case CellStanding::muted:
            return std::nullopt;
        case CellStanding::good:
            return Health::good;
        case CellStanding::warning:
            return Health::degraded;
        case CellStanding::bad:
            return Health::failing;
    }
    return std::nullopt;
}

}  // namespace

void StandingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    const auto health = healthOfStanding(index.data(kStandingRole));
    if (!health) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem ground = option;
    initStyleOption(&ground, index);
    ground.text.clear();
    option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &ground, painter, option.widget);
    const QRectF mark(option.rect.left() + 4, option.rect.top(), 16, option.rect.height());
    paintHealthMark(*painter, mark, *health);
    QStyleOptionViewItem shifted = option;
    shifted.rect.setLeft(option.rect.left() + kMarkRoom);
    QStyledItemDelegate::paint(painter, shifted, index);
}

QSize StandingDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    const bool hasMark = healthOfStanding(index.data(kStandingRole)).has_value();
    return size + QSize(hasMark ? kMarkRoom + kPadding : kPadding, 0);
}

}  // namespace binnacle
