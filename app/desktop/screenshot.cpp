// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/screenshot.h"

#include "models/qt/format.h"

#include <QCoreApplication>
#include <QPixmap>
#include <algorithm>
#include <iostream>
#include <utility>

namespace binnacle {
namespace {

/// For the requests and clusters that come beside the first frame.
constexpr int kFillMs = 1'000;
constexpr int kGiveUpMs = 30'000;
/// The map is laid out beside the UI thread and glides to its place; charts need a round trip of their own.
constexpr int kSettleMs = 2'500;

}  // namespace

Screenshot::Screenshot(MainWindow& window, TelemetrySession& telemetry, Order order)
    : m_window(window), m_telemetry(telemetry), m_order(std::move(order)) {
    m_giveUp.setSingleShot(true);
    connect(&m_giveUp, &QTimer::timeout, this, [this] { fail(tr("No traffic was seen in time.")); });
    m_giveUp.start(kGiveUpMs);
    connect(&m_telemetry, &TelemetrySession::frameChanged, this, &Screenshot::look);
}

MainWindow::View Screenshot::viewOf(const std::string& name) {
    if (name == "latency") return MainWindow::View::latency;
    if (name == "policy") return MainWindow::View::policy;
    if (name == "requests") return MainWindow::View::requests;
    return MainWindow::View::map;
}

void Screenshot::look() {
    if (m_isPrepared || m_telemetry.frame()->edges.empty()) return;
    m_isPrepared = true;
    QTimer::singleShot(kFillMs, this, &Screenshot::prepare);
}

void Screenshot::prepare() {
    m_window.showView(m_order.view);
    QTimer::singleShot(kSettleMs, this, &Screenshot::take);
}

void Screenshot::take() {
    m_giveUp.stop();
    if (!m_window.grab().save(m_order.file, "PNG")) return fail(tr("%1 can't be written.").arg(m_order.file));
    QCoreApplication::exit(0);
}

void Screenshot::fail(const QString& why) {
    std::cerr << "binnacle: " << utf8(why) << '\n';
    QCoreApplication::exit(1);
}

}  // namespace binnacle
