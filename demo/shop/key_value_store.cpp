// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/key_value_store.h"

#include <optional>
#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace binnacle::shop {
namespace {

constexpr std::size_t kMaxConnections = 64;
constexpr std::size_t kMaxKeys = 10'000;
constexpr std::size_t kMaxLine = 4096;
constexpr timeval kPatience{10, 0};

sockaddr_in socketAddress(const Address& address) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(static_cast<std::uint16_t>(address.port));
    if (inet_pton(AF_INET, address.host.c_str(), &result.sin_addr) != 1) {
        throw std::runtime_error("not an IPv4 address: " + address.host);
    }
    return result;
}

bool sendAll(int descriptor, const std::string& text) {
    std::size_t sent = 0;
    while (sent < text.size()) {
        const auto count = ::send(descriptor, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return false;
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

std::optional<std::string> readLine(int descriptor, std::string& buffer) {
    while (true) {
        if (const auto end = buffer.find('\n'); end != std::string::npos) {
            auto line = buffer.substr(0, end);
            buffer.erase(0, end + 1);
            return line;
        }
        if (buffer.size() > kMaxLine) return std::nullopt;
        char chunk[512];
        const auto count = ::recv(descriptor, chunk, sizeof chunk, 0);
        if (count <= 0) return std::nullopt;
        buffer.append(chunk, static_cast<std::size_t>(count));
    }
}

}  // namespace

KeyValueStore::KeyValueStore(const Address& listen) {
    const auto address = socketAddress(listen);
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::bind(m_listener, generic, sizeof address) != 0 || ::listen(m_listener, SOMAXCONN) != 0) {
        ::close(m_listener);
        throw std::runtime_error("the store can't listen on port " + std::to_string(listen.port));
    }
    m_thread = std::thread([this] { accept(); });
}

KeyValueStore::~KeyValueStore() {
    m_isStopping = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    ::close(m_listener);
    for (auto& connection : m_connections) {
        ::shutdown(connection.descriptor, SHUT_RDWR);
        connection.thread.join();
        ::close(connection.descriptor);
    }
}

void KeyValueStore::accept() {
    while (!m_isStopping) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        joinFinished();
        if (descriptor < 0) continue;
        if (m_connections.size() >= kMaxConnections) {
            ::close(descriptor);
            continue;
        }
        const int yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        auto& connection = m_connections.emplace_back();
        connection.descriptor = descriptor;
        connection.thread = std::thread([this, &connection] { serve(connection); });
    }
}

void KeyValueStore::joinFinished() {
    for (auto it = m_connections.begin(); it != m_connections.end();) {
        if (!it->isDone) {
            ++it;
            continue;
        }
        it->thread.join();
        ::close(it->descriptor);
        it = m_connections.erase(it);
    }
}

void KeyValueStore::serve(Connection& connection) {
    std::string buffer;
    while (const auto line = readLine(connection.descriptor, buffer)) {
        if (!sendAll(connection.descriptor, reply(*line) + '\n')) break;
    }
    ::shutdown(connection.descriptor, SHUT_RDWR);
    connection.isDone = true;
}

std::string KeyValueStore::reply(const std::string& line) {
    const auto afterVerb = line.find(' ');
    if (afterVerb == std::string::npos) return "ERROR";
    const auto verb = line.substr(0, afterVerb);
    const auto afterKey = line.find(' ', afterVerb + 1);
    const auto key =
        line.substr(afterVerb + 1, afterKey == std::string::npos ? afterKey : afterKey - afterVerb - 1);
    const std::lock_guard lock(m_mutex);
    if (verb == "GET") {
        const auto found = m_values.find(key);
        return found == m_values.end() ? "NONE" : "VALUE " + found->second;
    }
    if (verb != "SET" || afterKey == std::string::npos) return "ERROR";
    if (m_values.size() >= kMaxKeys && !m_values.contains(key)) return "FULL";
    m_values[key] = line.substr(afterKey + 1);
    return "OK";
}

bool exchangeWithStore(const Address& address, const std::vector<std::string>& lines) {
    const auto peer = socketAddress(address);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return false;
    const int yes = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    bool isAnswered = ::connect(descriptor, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) == 0;
    std::string buffer;
    for (const auto& line : lines) {
        isAnswered = isAnswered && sendAll(descriptor, line + '\n') && readLine(descriptor, buffer);
    }
    ::close(descriptor);
    return isAnswered;
}

}  // namespace binnacle::shop
