// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/map/map_scene.h"

#include <QFont>
#include <QPainter>

namespace binnacle {

enum class Presence : std::uint8_t { lit, dimmed, hidden };

/// What stands out: by card and by line. Empty vectors mean that everything is lit.
struct MapEmphasis {
    std::vector<Presence> cards;
    std::vector<Presence> lines;
    int selectedCard = -1;
    int selectedLine = -1;

    Presence card(int index) const { return at(cards, index); }
    Presence line(int index) const { return at(lines, index); }

  private:
    static Presence at(const std::vector<Presence>& all, int index) {
        return all.empty() ? Presence::lit : all[static_cast<std::size_t>(index)];
    }
};

/// Draws a scene's cards, lines and boxes, in as much detail as the scale leaves room for. Not for what moves
/// or follows the pointer: that is drawn over it. UI thread only.
class MapPainter {
  public:
    /// How much is drawn: everything; names only; coloured blocks.
    enum class Detail { full, names, blocks };
    static Detail detailAt(double scale);

    MapPainter(const MapScene& scene, const Theme& theme, const QFont& font);

    /// `painter` is in map units already; only what touches `visible` is drawn.
    void paint(QPainter& painter, const QRectF& visible, double scale, const MapEmphasis& emphasis) const;

  private:
    void paintBoxes(QPainter& painter, const QRectF& visible, Detail detail,
                    const MapEmphasis& emphasis) const;
    void paintLines(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis,
                    bool crowded) const;
    /// The lines that are shown in `visible`, troubled ones last, so that nothing hides them.
    std::vector<int> inPaintOrder(const QRectF& visible, const MapEmphasis& emphasis) const;
    void paintPlainLine(QPainter& painter, const EdgeLine& line) const;
    void paintLine(QPainter& painter, const EdgeLine& line, bool selected) const;
    void paintThinLines(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis) const;
    void paintLabels(QPainter& painter, const QRectF& visible, const MapEmphasis& emphasis) const;
    void paintLabel(QPainter& painter, const EdgeLine& line) const;
    void paintCard(QPainter& painter, const NodeCard& card, bool selected) const;
    void paintFrame(QPainter& painter, const NodeCard& card, bool selected) const;
    void paintTitle(QPainter& painter, const NodeCard& card) const;
    void paintFigures(QPainter& painter, const NodeCard& card) const;
    void paintBadges(QPainter& painter, const NodeCard& card) const;
    double paintPill(QPainter& painter, const QPointF& right, const QString& text, const QColor& color) const;
    void paintNamedCard(QPainter& painter, const NodeCard& card, bool selected, double scale) const;
    void paintBlock(QPainter& painter, const NodeCard& card, bool selected) const;
    QColor lineColor(const EdgeLine& line) const;
    QColor labelColor(const EdgeLine& line) const;

    const MapScene& m_scene;
    const Theme& m_theme;
    QFont m_titleFont;
    QFont m_bodyFont;
    QFont m_strongFont;
    QFont m_smallFont;
};

}  // namespace binnacle
