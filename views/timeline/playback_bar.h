// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/time_travel.h"
#include "views/timeline/playback_icon.h"

#include <QWidget>
#include <utility>
#include <vector>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace binnacle {

/// Above the timeline: play, step, jump to events, how fast, which moment, how long a span. UI thread only.
class PlaybackBar : public QWidget {
    Q_OBJECT
  public:
    explicit PlaybackBar(TimeTravel& travel, QWidget* parent = nullptr);

    /// The span drawn below, as the picker names it.
    void setSpanLength(Duration length);

  Q_SIGNALS:
    void previousEventRequested();
    void nextEventRequested();
    void spanLengthChosen(binnacle::Duration length);
    void wholeRequested();
    void zoomRequested(double factor);
    void noteRequested();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QToolButton* addButton(const QString& name, const QString& tip);
    QToolButton* addSign(PlaybackSign sign, const QString& name, const QString& tip);
    void buildPlaying(QHBoxLayout& row);
    void buildSpan(QHBoxLayout& row);
    void showTravel();
    void showSigns();

    TimeTravel& m_travel;
    std::vector<std::pair<QToolButton*, PlaybackSign>> m_signs;
    QToolButton* m_play;
    QToolButton* m_speed;
    QToolButton* m_span;
    QLabel* m_moment;
};

}  // namespace binnacle
