// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"

#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace binnacle {

class ToneLabel;
class HealthMark;

struct Figure {
    QString label;
    QString value;
    std::optional<Health> health = std::nullopt;
};

/// The figures of a selection: the first three large, the rest as two columns of name and right-aligned
/// value. The names are fixed with the first call; only values change then. UI thread only.
class FigureGrid : public QWidget {
    Q_OBJECT
  public:
    explicit FigureGrid(QWidget* parent = nullptr);

    void setFigures(const std::vector<Figure>& figures);
    QString asText() const;

  private:
    struct Shown {
        ToneLabel* label;
        ToneLabel* value;
        HealthMark* mark;
    };

    void build(const std::vector<Figure>& figures);

    std::vector<Shown> m_shown;
};

}  // namespace binnacle
