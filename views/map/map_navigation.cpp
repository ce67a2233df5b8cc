// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_navigation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {
namespace {

const QRectF& rectOf(const MapScene& scene, int card) {
    return scene.cards()[static_cast<std::size_t>(card)].rect;
}

int alongCalls(const MapScene& scene, int card, Step step) {
    int best = card;
    double nearest = std::numeric_limits<double>::max();
    for (const EdgeLine& line : scene.lines()) {
        const int from = step == Step::right ? line.sourceCard : line.destinationCard;
        const int to = step == Step::right ? line.destinationCard : line.sourceCard;
        if (from != card || to == card) continue;
        const double distance = std::abs(rectOf(scene, to).center().y() - rectOf(scene, card).center().y());
        if (distance >= nearest) continue;
        nearest = distance;
        best = to;
    }
    return best;
}

int inColumn(const MapScene& scene, int card, Step step) {
    const QRectF& self = rectOf(scene, card);
    const double sign = step == Step::down ? 1 : -1;
    int best = card;
    double nearest = std::numeric_limits<double>::max();
    for (int i = 0; i < static_cast<int>(scene.cards().size()); ++i) {
        const QRectF& other = rectOf(scene, i);
        const double distance = (other.center().y() - self.center().y()) * sign;
        const bool sameColumn = other.left() < self.right() && self.left() < other.right();
        if (i == card || !sameColumn || distance <= 0 || distance >= nearest) continue;
        nearest = distance;
        best = i;
    }
    return best;
}

int inOrder(const MapScene& scene, int card, Step step) {
    std::vector<int> order(scene.cards().size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const QPointF p = rectOf(scene, a).center();
        const QPointF q = rectOf(scene, b).center();
        return std::tuple(p.x(), p.y(), a) < std::tuple(q.x(), q.y(), b);
    });
    if (order.empty()) return card;
    const auto at = std::find(order.begin(), order.end(), card);
    if (at == order.end()) return step == Step::next ? order.front() : order.back();
    if (step == Step::next) return at + 1 == order.end() ? card : *(at + 1);
    return at == order.begin() ? card : *(at - 1);
}

}  // namespace

int cardAfter(const MapScene& scene, int card, Step step) {
    const bool known = card >= 0 && card < static_cast<int>(scene.cards().size());
    if (!known) return inOrder(scene, -1, Step::next);
    switch (step) {
        case Step::left:
        case Step::right:
            return alongCalls(scene, card, step);
        case Step::up:
        case Step::down:
            return inColumn(scene, card, step);
        case Step::next:
        case Step::previous:
            return inOrder(scene, card, step);
    }
    return card;
}

QSet<int> neighbourhood(const MapScene& scene, int card) {
    QSet<int> cards{card};
    for (const int line : scene.linesAt(card)) {
        cards.insert(scene.lines()[static_cast<std::size_t>(line)].sourceCard);
        cards.insert(scene.lines()[static_cast<std::size_t>(line)].destinationCard);
    }
    return cards;
}

}  // namespace binnacle
