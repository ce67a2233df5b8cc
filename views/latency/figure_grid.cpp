// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/figure_grid.h"

#include "views/latency/health_mark.h"
#include "views/latency/tone_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kLarge = 3;

}  // namespace

FigureGrid::FigureGrid(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FigureGrid::build(const std::vector<Figure>& figures) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(16);
    auto* rows = new QGridLayout;
    rows->setHorizontalSpacing(8);
    rows->setVerticalSpacing(4);
    rows->setColumnMinimumWidth(2, 16);
    rows->setColumnStretch(0, 1);
    rows->setColumnStretch(3, 1);
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const bool isLarge = i < kLarge;
        Shown shown{new ToneLabel(figures[i].label, TextSize::small, TextTone::muted, this),
                    new ToneLabel({}, isLarge ? TextSize::figure : TextSize::body, TextTone::normal, this),
                    nullptr};
        shown.value->setAccessibleName(figures[i].label);
        if (isLarge) {
            auto* tile = new QVBoxLayout;
            tile->setSpacing(0);
            auto* caption = new QHBoxLayout;
            caption->setSpacing(4);
            caption->addWidget(shown.label);
            if (figures[i].health) caption->addWidget(shown.mark = new HealthMark(this));
            caption->addStretch(1);
            tile->addLayout(caption);
            tile->addWidget(shown.value);
            tiles->addLayout(tile, 1);
        } else {
            const int index = static_cast<int>(i - kLarge);
            shown.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
            rows->addWidget(shown.label, index / 2, index % 2 * 3);
            rows->addWidget(shown.value, index / 2, index % 2 * 3 + 1);
        }
        m_shown.push_back(shown);
    }
    column->addLayout(tiles);
    column->addLayout(rows);
}

void FigureGrid::setFigures(const std::vector<Figure>& figures) {
    if (m_shown.empty()) build(figures);
    for (std::size_t i = 0; i < std::min(figures.size(), m_shown.size()); ++i) {
        m_shown[i].value->setText(figures[i].value);
        if (m_shown[i].mark && figures[i].health) m_shown[i].mark->setHealth(*figures[i].health);
    }
}

QString FigureGrid::asText() const {
    QStringList parts;
    for (const Shown& shown : m_shown) parts.append(shown.label->text() + u' ' + shown.value->text());
    return parts.join(u", "_s);
}

}  // namespace binnacle
