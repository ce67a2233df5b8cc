// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/theme.h"

#include <QTest>
#include <array>
#include <cmath>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// Full dichromacy after Machado, Oliveira and Fernandes (2009), on linear RGB.
constexpr Matrix kIdentity{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
constexpr Matrix kProtan{
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}};
constexpr Matrix kDeutan{
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
constexpr Matrix kTritan{
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

Triple seen(const QColor& color, const Matrix& eye) {
    const Triple rgb{linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
    Triple out{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 3; ++k) out[i] += eye[i][k] * rgb[k];
        out[i] = std::clamp(out[i], 0.0, 1.0);
    }
    return out;
}

Triple lab(const Triple& rgb) {
    const auto curve = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = curve((0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.95047);
    const double y = curve(0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
    const double z = curve((0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

/// Distance in CIELAB as an eye of that kind sees it.
double distanceFor(const QColor& a, const QColor& b, const Matrix& eye) {
    const Triple p = lab(seen(a, eye));
    const Triple q = lab(seen(b, eye));
    return std::hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void contrast_ofBlackAndWhite_isTwentyOne() { QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21); }

    void text_onEveryGround_isReadable_data() { kinds(); }
    void text_onEveryGround_isReadable() {
        QFETCH(ThemeKind, kind);
        const Theme& theme = Theme::of(kind);

        for (const QColor& ground : grounds(theme)) {
            QVERIFY2(contrast(theme.text, ground) >= 7, qPrintable(ground.name()));
            QVERIFY2(contrast(theme.textMuted, ground) >= 4.5, qPrintable(ground.name()));
            QVERIFY2(contrast(theme.accent, ground) >= 4.5, qPrintable(ground.name()));
        }
        QVERIFY(contrast(theme.onAccent, theme.accent) >= 4.5);
        QVERIFY(contrast(theme.failing, theme.nodeFill) >= 4.5);
    }

    void marks_onEveryGround_areVisible_data() { kinds(); }
    void marks_onEveryGround_areVisible() {
        QFETCH(ThemeKind, kind);
        const Theme& theme = Theme::of(kind);

        for (const QColor& ground : grounds(theme)) {
            for (const QColor& mark :
                 {theme.idle, theme.good, theme.degraded, theme.failing, theme.series1, theme.series2,
                  theme.series3, theme.series4, theme.selection, theme.edge}) {
                QVERIFY2(contrast(mark, ground) >= 3, qPrintable(mark.name() + u" on "_s + ground.name()));
            }
        }
    }

    void health_forEveryEye_staysApart_data() { kinds(); }
    void health_forEveryEye_staysApart() {
        QFETCH(ThemeKind, kind);
        const Theme& theme = Theme::of(kind);
        const std::pair<QColor, QColor> pairs[] = {
            {theme.good, theme.degraded}, {theme.degraded, theme.failing}, {theme.good, theme.failing}};

        for (const Matrix& eye : {kIdentity, kProtan, kDeutan, kTritan}) {
            for (const auto& [a, b] : pairs) QVERIFY(distanceFor(a, b, eye) >= 20);
        }
    }

    void series_forEveryEye_stayApart_data() { kinds(); }
    void series_forEveryEye_stayApart() {
        QFETCH(ThemeKind, kind);
        const Theme& theme = Theme::of(kind);

        for (const Matrix& eye : {kIdentity, kProtan, kDeutan, kTritan}) {
            QVERIFY(distanceFor(theme.series1, theme.series2, eye) >= 20);
            QVERIFY(distanceFor(theme.series2, theme.series3, eye) >= 20);
            QVERIFY(distanceFor(theme.series1, theme.series3, eye) >= 20);
        }
    }

    void styleSheet_namesNoColourItDoesNotFill() {
        QVERIFY(!Theme::of(ThemeKind::dark).styleSheet().contains(u'@'));
        QVERIFY(Theme::of(ThemeKind::dark).styleSheet().contains(Theme::of(ThemeKind::dark).accent.name()));
    }

    void setCurrent_toDark_isWhatViewsDrawWith() {
        Theme::setCurrent(ThemeKind::dark);
        QCOMPARE(Theme::current().kind, ThemeKind::dark);
        Theme::setCurrent(ThemeKind::light);
        QCOMPARE(Theme::current().kind, ThemeKind::light);
    }

    void healthOf_errorShare_data() {
        QTest::addColumn<double>("requests");
        QTest::addColumn<double>("ratio");
        QTest::addColumn<Health>("health");
        QTest::newRow("no traffic") << 0.0 << 0.0 << Health::idle;
        QTest::newRow("no errors") << 10.0 << 0.0 << Health::good;
        QTest::newRow("one in a thousand") << 1000.0 << 0.001 << Health::good;
        QTest::newRow("one in a hundred") << 100.0 << 0.01 << Health::degraded;
        QTest::newRow("one in ten") << 100.0 << 0.1 << Health::failing;
    }
    void healthOf_errorShare() {
        QFETCH(double, requests);
        QFETCH(double, ratio);
        QTEST(healthOf(requests, ratio), "health");
    }

  private:
    static void kinds() {
        QTest::addColumn<ThemeKind>("kind");
        QTest::newRow("light") << ThemeKind::light;
        QTest::newRow("dark") << ThemeKind::dark;
    }
    static QList<QColor> grounds(const Theme& theme) {
        return {theme.window, theme.panel, theme.panelRaised, theme.mapBackground, theme.nodeFill};
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
