// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/unix_acceptor.h"

#include "connectors/station/peer_check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

namespace binnacle {
namespace {

constexpr int kRetryMilliseconds = 100;

}  // namespace

struct UnixAcceptor::State {
    AcceptorOptions options;
    OnConnection onConnection;
    UnixListener listener;
    Descriptor wake;
    // Our own handle on each open connection: it tells when the peer is gone, and so how many there are.
    std::vector<Descriptor> open;

    void run(const std::stop_token& stop);
    void acceptOne();
    void forgetClosed(const std::vector<pollfd>& polled);
};

void UnixAcceptor::State::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::vector<pollfd> polled{{wake.get(), POLLIN, 0}, {listener.descriptor(), POLLIN, 0}};
        for (const Descriptor& connection : open) polled.push_back({connection.get(), POLLRDHUP, 0});
        if (poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return;
        if (stop.stop_requested()) return;
        forgetClosed(polled);
        if ((polled[1].revents & POLLIN) != 0) acceptOne();
    }
}

void UnixAcceptor::State::forgetClosed(const std::vector<pollfd>& polled) {
    for (std::size_t i = polled.size(); i-- > 2;)
        if (polled[i].revents != 0) open.erase(open.begin() + static_cast<std::ptrdiff_t>(i - 2));
}

void UnixAcceptor::State::acceptOne() {
    Descriptor connection(accept4(listener.descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (connection.get() < 0) {
        // Out of descriptors, most likely: the connection stays in the queue, so wait for one to come free.
        pollfd stopping{wake.get(), POLLIN, 0};
        poll(&stopping, 1, kRetryMilliseconds);
        return;
    }
    if (!checkPeer(connection.get(), options.allowedUid) || open.size() >= options.connections) return;
    Descriptor handle(fcntl(connection.get(), F_DUPFD_CLOEXEC, 0));
    if (handle.get() < 0) return;
    open.push_back(std::move(handle));
    onConnection(connection.release());
}

Result<std::unique_ptr<UnixAcceptor>> UnixAcceptor::start(UnixListener listener,
                                                          const AcceptorOptions& options,
                                                          OnConnection onConnection) {
    auto state = std::make_unique<State>(
        State{options, std::move(onConnection), std::move(listener), Descriptor(), {}});
    state->wake = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (state->wake.get() < 0)
        return failure(ErrorCode::unavailable, "station",
                       std::string("no descriptor: ") + std::strerror(errno));
    return std::unique_ptr<UnixAcceptor>(new UnixAcceptor(std::move(state)));
}

UnixAcceptor::UnixAcceptor(std::unique_ptr<State> state)
    : m_state(std::move(state)), m_thread([this](const std::stop_token& stop) { m_state->run(stop); }) {}

UnixAcceptor::~UnixAcceptor() {
    m_thread.request_stop();
    eventfd_write(m_state->wake.get(), 1);
    m_thread.join();
}

}  // namespace binnacle
