// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/unix_acceptor.h"

#include "connectors/station/peer_check.h"
#include "connectors/station/unix_path.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <utility>
#include <vector>

namespace binnacle {
namespace {

constexpr int kBacklog = 32;
constexpr int kRetryMilliseconds = 100;

/// Closes on scope exit.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : m_fd(fd) {}
    ~Descriptor() { reset(); }
    Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        reset();
        m_fd = std::exchange(other.m_fd, -1);
        return *this;
    }
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

  private:
    void reset() {
        if (m_fd >= 0) close(std::exchange(m_fd, -1));
    }
    int m_fd;
};

auto systemFailure(const std::string& subject, const std::string& what) {
    return failure(ErrorCode::unavailable, subject, what + ": " + std::strerror(errno));
}

// The umask belongs to the whole process, so only one bind at a time may borrow it.
int bindPrivately(int fd, const sockaddr_un& address) {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    const mode_t before = umask(0177);
    const int outcome = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    umask(before);
    return outcome;
}

Result<void> prepareFolder(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    std::error_code error;
    const bool made = std::filesystem::create_directories(folder, error);
    if (error) return failure(ErrorCode::unavailable, folder.string(), "cannot be made: " + error.message());
    if (made && chmod(folder.c_str(), 0700) != 0)
        return systemFailure(folder.string(), "cannot be made private");
    struct stat status{};
    if (stat(folder.c_str(), &status) != 0) return systemFailure(folder.string(), "cannot be read");
    // In a folder that others may write to, they could put a socket of their own in the place of ours.
    const bool othersMayRename = (status.st_mode & 0022) != 0 && (status.st_mode & S_ISVTX) == 0;
    if (othersMayRename)
        return failure(ErrorCode::invalid, folder.string(),
                       "others may write to it; use a folder of mode 0700");
    return {};
}

Result<void> clearStaleSocket(const std::string& path) {
    struct stat status{};
    if (lstat(path.c_str(), &status) != 0) return {};
    if (!S_ISSOCK(status.st_mode))
        return failure(ErrorCode::conflict, path, "is not a socket; it is left alone, name another path");
    if (answersAt(path)) return failure(ErrorCode::conflict, path, "another station answers here");
    if (unlink(path.c_str()) != 0)
        return systemFailure(path, "cannot remove the socket a station left behind");
    return {};
}

}  // namespace

struct UnixAcceptor::State {
    AcceptorOptions options;
    OnConnection onConnection;
    Descriptor listener;
    Descriptor wake;
    struct stat socketFile{};
    // Our own handle on each open connection: it tells when the peer is gone, and so how many there are.
    std::vector<Descriptor> open;

    void run(const std::stop_token& stop);
    void acceptOne();
    void forgetClosed(const std::vector<pollfd>& polled);
    void removeSocketFile() const;
};

void UnixAcceptor::State::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::vector<pollfd> polled{{wake.get(), POLLIN, 0}, {listener.get(), POLLIN, 0}};
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
    Descriptor connection(accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
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

void UnixAcceptor::State::removeSocketFile() const {
    struct stat now{};
    if (lstat(options.path.c_str(), &now) != 0) return;
    if (now.st_ino == socketFile.st_ino && now.st_dev == socketFile.st_dev) unlink(options.path.c_str());
}

Result<std::unique_ptr<UnixAcceptor>> UnixAcceptor::listen(const AcceptorOptions& options,
                                                           OnConnection onConnection) {
    const auto address = unixAddress(options.path);
    if (!address) return tl::unexpected(address.error());
    if (auto ready = prepareFolder(options.path); !ready) return tl::unexpected(ready.error());
    if (auto cleared = clearStaleSocket(options.path); !cleared) return tl::unexpected(cleared.error());
    auto state = std::make_unique<State>();
    state->options = options;
    state->onConnection = std::move(onConnection);
    state->listener = Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    state->wake = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (state->listener.get() < 0 || state->wake.get() < 0)
        return systemFailure(options.path, "no descriptor");
    if (bindPrivately(state->listener.get(), *address) != 0)
        return systemFailure(options.path, "cannot listen");
    if (lstat(options.path.c_str(), &state->socketFile) != 0)
        return systemFailure(options.path, "cannot listen");
    if (::listen(state->listener.get(), kBacklog) != 0) {
        auto error = systemFailure(options.path, "cannot listen");
        state->removeSocketFile();
        return error;
    }
    return std::unique_ptr<UnixAcceptor>(new UnixAcceptor(std::move(state)));
}

UnixAcceptor::UnixAcceptor(std::unique_ptr<State> state)
    : m_state(std::move(state)), m_thread([this](const std::stop_token& stop) { m_state->run(stop); }) {}

UnixAcceptor::~UnixAcceptor() {
    m_thread.request_stop();
    eventfd_write(m_state->wake.get(), 1);
    m_thread.join();
    m_state->removeSocketFile();
}

}  // namespace binnacle
