// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/end_signals.h"

#include <sys/signalfd.h>
#include <unistd.h>
#include <QCoreApplication>
#include <QSocketNotifier>
#include <csignal>

namespace binnacle {
namespace {

sigset_t endSignals() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    return ending;
}

int openEndSignals() {
    const sigset_t ending = endSignals();
    return signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
}

}  // namespace

void EndSignals::block() {
    const sigset_t ending = endSignals();
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
}

EndSignals::EndSignals() : m_signals(openEndSignals()) {
    if (m_signals < 0) return;
    auto* told = new QSocketNotifier(m_signals, QSocketNotifier::Read, this);
    connect(told, &QSocketNotifier::activated, this, [this] {
        signalfd_siginfo info;
        if (read(m_signals, &info, sizeof info) == sizeof info) QCoreApplication::exit(0);
    });
}

EndSignals::~EndSignals() {
    if (m_signals >= 0) close(m_signals);
}

}  // namespace binnacle
