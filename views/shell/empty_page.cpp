// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/empty_page.h"

#include "models/qt/format.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kTextWidth = 560;

QLabel* centred(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFixedWidth(kTextWidth);
    return label;
}

}  // namespace

EmptyPage::EmptyPage(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent)
    : QWidget(parent),
      m_telemetry(telemetry),
      m_title(centred(u"emptyTitle"_s, this)),
      m_next(centred(u"emptyNext"_s, this)),
      m_copy(new QPushButton(tr("Copy bootstrap lines"), this)),
      m_open(new QPushButton(tr("Open snapshot…"), this)),
      m_note(centred(u"emptyNote"_s, this)),
      m_lines(new QPlainTextEdit(this)) {
    QFont big = font();
    big.setPointSizeF(big.pointSizeF() * 1.5);
    m_title->setFont(big);
    m_next->setForegroundRole(QPalette::PlaceholderText);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_copy->setObjectName(u"copyBootstrap"_s);
    m_copy->setProperty("primary", true);
    m_open->setObjectName(u"openSnapshot"_s);
    m_lines->setObjectName(u"bootstrapLines"_s);
    m_lines->setReadOnly(true);
    m_lines->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_lines->setFixedSize(kTextWidth, 240);
    m_lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lines->setAccessibleName(tr("Bootstrap lines"));
    m_lines->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(16);
    layout->addStretch(1);
    for (QWidget* each : std::initializer_list<QWidget*>{m_title, m_next, m_copy, m_open, m_note, m_lines}) {
        layout->addWidget(each, 0, Qt::AlignHCenter);
    }
    layout->addStretch(2);
    connect(m_open, &QPushButton::clicked, this, &EmptyPage::openSnapshotRequested);
    connect(m_copy, &QPushButton::clicked, &policy, &PolicySession::requestAdoption);
    connect(&policy, &PolicySession::adoptionReady, this, &EmptyPage::showLines);
    connect(&policy, &PolicySession::adoptionFailed, m_note, &QLabel::setText);
    connect(&m_telemetry, &TelemetrySession::stateChanged, this, &EmptyPage::refresh);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &EmptyPage::refresh);
    refresh();
}

void EmptyPage::showBroken(const QString& sentence) {
    m_broken = sentence;
    refresh();
}

void EmptyPage::refresh() {
    if (!m_broken.isEmpty()) {
        m_copy->hide();
        m_open->show();
        return say(tr("Nothing to show"), m_broken);
    }
    const StationStatus& status = m_telemetry.status();
    const bool isKnown = !status.listening.empty() || !status.snapshot.empty();
    m_copy->setVisible(isKnown && status.proxies.empty() && !m_telemetry.window().to);
    m_open->setVisible(status.proxies.empty() && status.snapshot.empty());
    if (m_telemetry.state() == TelemetrySession::State::disconnected) {
        return say(tr("No station"), tr("The station does not answer. It is tried again by itself."));
    }
    if (!isKnown) return say(tr("Connecting to the station…"), QString());
    if (m_telemetry.window().to) {
        return say(tr("No calls in this window"),
                   tr("Nothing was recorded here. Choose another part of the timeline, or go back to live."));
    }
    if (status.proxies.empty()) {
        return say(
            tr("No proxies yet"),
            tr("The station listens on %1, and no proxy has called. Add the bootstrap lines to an Envoy's "
               "configuration and start it again, or run ./run demo for a mesh to try things on.")
                .arg(text(status.listening)));
    }
    if (!m_telemetry.filter().isEmpty()) {
        return say(tr("Nothing matches the filter"),
                   tr("No call in this window fits it. Press Esc in the filter box "
                      "to see everything again."));
    }
    say(tr("No calls in this window"),
        tr("%n proxies are known, but none has told of a request in this window yet.", nullptr,
           static_cast<int>(status.proxies.size())));
}

void EmptyPage::say(const QString& title, const QString& next) {
    m_title->setText(title);
    m_next->setText(next);
    m_next->setVisible(!next.isEmpty());
}

void EmptyPage::showLines(const QString& lines) {
    QGuiApplication::clipboard()->setText(lines);
    m_lines->setPlainText(lines);
    m_lines->setVisible(m_copy->isVisible());
    m_note->setText(tr("Copied."));
}

}  // namespace binnacle
