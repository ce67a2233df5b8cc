// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace binnacle {

enum class TextTone { normal, muted, accent };
enum class TextSize { small, body, strong, heading, figure };
/// What happens to text that is too long for its label.
enum class TextFit { wrap, elide, whole };

/// A label of plain text (never rich: it shows names from the mesh) in one of the theme's tones and sizes; it
/// follows a change of theme. Not for links or pictures. UI thread only.
class ToneLabel : public QLabel {
    Q_OBJECT
  public:
    ToneLabel(const QString& text, TextSize size, TextTone tone, QWidget* parent = nullptr);

    void setFit(TextFit fit);

    QSize minimumSizeHint() const override;

  protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void applyTheme();

    TextTone m_tone;
    TextFit m_fit = TextFit::whole;
    bool m_isApplying = false;
};

}  // namespace binnacle
