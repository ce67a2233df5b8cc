// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/answering_telemetry_port.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/manual_clock.h"
#include "tests/support/secret_maker.h"
#include "tests/support/shop_incident.h"
#include "tests/support/web_canaries.h"
#include "views/incident/report_file.h"
#include "views/incident/report_html.h"
#include "views/incident/report_maker.h"
#include "views/incident/report_markdown.h"
#include "views/incident/report_pictures.h"

#include "models/qt/format.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>
#include <set>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

QString htmlOf(const ReportContent& content) {
    return QString::fromUtf8(toHtml(describeReport(content, QFont())));
}

QString withoutData(QString html) {
    static const QRegularExpression kData(u"data:image/svg\\+xml;base64,[A-Za-z0-9+/=]+"_s);
    return html.replace(kData, u"DATA"_s);
}

bool isXml(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    while (!reader.atEnd()) reader.readNext();
    return !reader.hasError();
}

/// One station, with the shop in it.
struct Station {
    Station() {
        const ReportContent shop = shopIncident();
        telemetry->status = shop.status;
        telemetry->frame = shop.frame;
        telemetry->series = shop.series;
        telemetry->clusterStates = shop.clusters;
        telemetry->records = demoRequests();
        policy->setHistory(shop.changes);
        policy->setPolicies(shop.policies);
        history->setEvents(shop.events);
    }

    std::shared_ptr<AnsweringTelemetryPort> telemetry = std::make_shared<AnsweringTelemetryPort>();
    std::shared_ptr<FakePolicyPort> policy = std::make_shared<FakePolicyPort>();
    std::shared_ptr<FakeHistoryPort> history = std::make_shared<FakeHistoryPort>();
    ReportSources sources() const { return {telemetry, policy, history}; }
};

}  // namespace

class ReportTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void liveReport_isAboutOneFixedWindow() {
        const Station station;

        const auto content = collectReport(station.sources(), {}, demoNow());

        QVERIFY(content.has_value());
        for (const TimeWindow& window : station.telemetry->windows()) {
            QVERIFY(window.to.has_value());
            QVERIFY(*window.to == demoNow());
            QVERIFY(window.length == std::chrono::minutes(15));
        }
        QCOMPARE(content->changes.size(), std::size_t{1});
        QCOMPARE(content->events.size(), std::size_t{3});
        QVERIFY(station.policy->policiesAskedFor() == std::optional(demoNow()));
    }

    void snapshotReport_isAboutAllOfIt() {
        Station station;
        station.telemetry->status.snapshot = "incident.binnacle";
        station.telemetry->status.history.span =
            RecordedSpan{demoNow() - std::chrono::minutes(5), demoNow() - std::chrono::minutes(1)};

        QVERIFY(collectReport(station.sources(), {}, demoNow() + std::chrono::hours(24)).has_value());

        const TimeWindow window = station.telemetry->windows().front();
        QVERIFY(window.length == std::chrono::minutes(4));
        QVERIFY(*window.to == demoNow() - std::chrono::minutes(1));
    }

    void requests_areTheFailingAndTheSlowestOnce() {
        const Station station;

        const auto content = collectReport(station.sources(), {}, demoNow());

        QVERIFY(!content->failing.empty());
        QVERIFY(std::all_of(content->failing.begin(), content->failing.end(),
                            [](const RequestRecord& record) { return record.status == 503; }));
        QVERIFY(content->slowest.front().duration >= content->slowest.back().duration);
        QVERIFY(content->slowest.size() <= kReportRequests);
        std::set<std::string> ids;
        for (const RequestRecord& record : content->slowest) {
            QVERIFY(ids.insert(record.requestId + record.destination).second);
        }
    }

    void secretsInWhatPeopleWrote_doNotLeave() {
        const Station station;
        SecretMaker maker;
        std::vector<std::string> hidden;
        const auto plant = [&] {
            const auto secret = maker.next();
            hidden.push_back(secret.hidden);
            return secret.shown;
        };
        std::vector<Event> events = shopIncident().events;
        for (int i = 0; i < 260; ++i) {
            events.push_back(events.front());
            events.back().detail = "try " + plant();
            events.back().reference = plant();
        }
        station.history->setEvents(events);

        const auto content =
            collectReport(station.sources(), {.window = {}, .who = {}, .note = plant()}, demoNow());

        QVERIFY(hidden.size() >= 500);
        const QString html = htmlOf(*content);
        const QString markdown = QString::fromUtf8(toMarkdown(describeReport(*content, QFont())));
        for (const std::string& secret : hidden) {
            QVERIFY2(!html.contains(text(secret)), secret.c_str());
            QVERIFY2(!markdown.contains(text(secret)), secret.c_str());
        }
        QVERIFY(content->removed.size() >= 12);
    }

    void missingHistory_leavesTheRest() {
        const Station station;
        station.policy->setHistory(failure(ErrorCode::unavailable, "the station", ""));

        // Without its changes a report is still worth having.
        QVERIFY(collectReport(station.sources(), {}, demoNow()).has_value());
    }

    void html_tellsWhatHappened() {
        const QString html = htmlOf(shopIncident());

        for (const QString& said :
             {u"Incident report: shop"_s, u"It hurts most from checkout to payment-v2"_s, u"c-12"_s,
              u"v2 fails"_s, u"Bank says all is well."_s, u"weights.payment-v2"_s, u"JSON web tokens"_s,
              u"breaker opened"_s, u"https://runbooks.example/payment"_s}) {
            QVERIFY2(html.contains(said), qPrintable(said));
        }
    }

    void html_hasNothingThatRunsOrLoads() {
        std::string harm;
        for (const std::string& canary : webCanaries()) harm += ' ' + canary;

        const QString html = withoutData(htmlOf(shopIncident(harm)));

        static const QRegularExpression kTag(u"<([a-z0-9!/-]+)"_s, QRegularExpression::CaseInsensitiveOption);
        const QSet<QString> known = {u"!doctype"_s, u"html"_s, u"head"_s,       u"meta"_s,   u"title"_s,
                                     u"style"_s,    u"body"_s, u"main"_s,       u"h1"_s,     u"h2"_s,
                                     u"p"_s,        u"nav"_s,  u"ul"_s,         u"li"_s,     u"a"_s,
                                     u"section"_s,  u"div"_s,  u"table"_s,      u"thead"_s,  u"tbody"_s,
                                     u"tr"_s,       u"th"_s,   u"td"_s,         u"figure"_s, u"picture"_s,
                                     u"source"_s,   u"img"_s,  u"blockquote"_s, u"br"_s};
        for (auto tags = kTag.globalMatch(html); tags.hasNext();) {
            QString tag = tags.next().captured(1).toLower();
            if (tag.startsWith(u'/')) tag.remove(0, 1);
            QVERIFY2(known.contains(tag), qPrintable(tag));
        }
        static const QRegularExpression kAddress(u"(?:src|srcset|href)=\"([^\"]*)\""_s);
        for (auto addresses = kAddress.globalMatch(html); addresses.hasNext();) {
            const QString address = addresses.next().captured(1);
            QVERIFY2(address == u"DATA"_s || address.startsWith(u'#'), qPrintable(address));
        }
        QVERIFY(html.contains(u"default-src 'none'"_s));
    }

    void placeMarkersInTexts_stayAsTheyAre() {
        const QString html = htmlOf(shopIncident(" %1 %2 %3"));

        QVERIFY(html.contains(u"v2 fails %1 %2 %3"_s));
        QVERIFY(html.contains(u"shipping %1 %2 %3"_s));
    }

    void pictures_areWholeWhateverTheNames() {
        std::string harm;
        for (const std::string& canary : webCanaries()) harm += canary + "\x01\u202E";
        const ReportContent content = shopIncident(harm);

        QVERIFY(isXml(toSvg(*mapPicture(content, QFont()), Theme::of(ThemeKind::dark))));
        for (const ReportPicture& chart : chartPictures(content, QFont())) {
            QVERIFY(isXml(toSvg(chart, Theme::of(ThemeKind::light))));
        }
    }

    void emptyWindow_isSaidInWords() {
        ReportContent content;

        const QString html = htmlOf(content);

        QVERIFY(html.contains(u"Nothing was called in this window."_s));
        QVERIFY(html.contains(u"Nobody left a note."_s));
        QVERIFY(html.contains(u"No call failed."_s));
    }

    void markdown_leavesOpenWhatPeopleMustSay() {
        const QString markdown = QString::fromUtf8(toMarkdown(describeReport(shopIncident(), QFont())));

        for (const QString& said : {u"## Summary"_s, u"## Impact"_s, u"## Timeline"_s, u"## Root cause"_s,
                                    u"## Action items"_s, u"| alert fired |"_s, u"> v2 fails"_s}) {
            QVERIFY2(markdown.contains(said), qPrintable(said));
        }
    }

    void everyFormat_isWrittenWhole_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("beginning");
        QTest::newRow("html") << u"report.html"_s << QByteArray("<!DOCTYPE html>");
        QTest::newRow("pdf") << u"report.PDF"_s << QByteArray("%PDF-");
        QTest::newRow("markdown") << u"report.md"_s << QByteArray("# Incident report");
    }
    void everyFormat_isWrittenWhole() {
        QFETCH(QString, name);
        QFETCH(QByteArray, beginning);
        const QTemporaryDir folder;
        const QString path = folder.filePath(name);

        QVERIFY(writeReport(shopIncident(), path, QFont()).has_value());

        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().startsWith(beginning));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{name});
    }

    void fileThatCannotBeWritten_isSaid() {
        const auto unknown = writeReport(shopIncident(), u"report.docx"_s, QFont());
        const auto nowhere = writeReport(shopIncident(), u"/nowhere/report.html"_s, QFont());

        QVERIFY(unknown.error().code == ErrorCode::invalid);
        QVERIFY(nowhere.error().code == ErrorCode::unavailable);
    }

    void maker_writesBesideTheWindow() {
        const Station station;
        const ManualClock clock(demoNow());
        ReportMaker maker(station.sources(), clock);
        const QSignalSpy finished(&maker, &ReportMaker::finished);
        const QTemporaryDir folder;

        maker.make({}, folder.filePath(u"a.html"_s));

        QVERIFY(maker.isBusy());
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!maker.isBusy());
        QVERIFY(QFile::exists(folder.filePath(u"a.html"_s)));
    }
};

QTEST_MAIN(ReportTest)
#include "tst_report.moc"
