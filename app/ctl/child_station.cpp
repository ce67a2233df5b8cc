// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/child_station.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>
#include <utility>

namespace binnacle {
namespace {

using std::chrono::steady_clock;

// It gives up by itself after 30 s.
constexpr std::chrono::seconds kReady{40};
constexpr std::chrono::seconds kStop{3};
constexpr std::size_t kWordBytes = 4096;

auto systemFailure(const std::string& subject) {
    return failure(ErrorCode::unavailable, subject, std::strerror(errno));
}

std::string besideUs(const std::string& program) {
    std::error_code error;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::string() : (self.parent_path() / program).string();
}

/// The line without the program's own name in front and the line's end behind.
std::string reasonOf(std::string said) {
    constexpr std::string_view kName = "binnacled: ";
    if (said.starts_with(kName)) said.erase(0, kName.size());
    while (said.ends_with('\n')) said.pop_back();
    return said.empty() ? "it ended without a word" : said;
}

[[noreturn]] void become(const char* program, char* const* arguments, int words, pid_t parent) {
    // Ends with us even when we are killed; the check closes the gap between fork and prctl.
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(1);
    dup2(words, STDERR_FILENO);
    execv(program, arguments);
    _exit(127);
}

}  // namespace

Result<std::unique_ptr<ChildStation>> ChildStation::start(const std::string& snapshot) {
    const std::string program = besideUs("binnacled");
    if (access(program.c_str(), X_OK) != 0)
        return failure(ErrorCode::notFound, program, "it belongs beside this program; install both");
    std::string folder = (std::filesystem::temp_directory_path() / "binnaclectl-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return systemFailure(folder);
    std::unique_ptr<ChildStation> child(new ChildStation(std::move(folder)));
    if (auto launched = child->launch(program, snapshot); !launched) return tl::unexpected(launched.error());
    if (auto ready = child->waitUntilReady(); !ready)
        return failure(ready.error().code, snapshot, ready.error().detail);
    return child;
}

Result<void> ChildStation::launch(const std::string& program, const std::string& snapshot) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return systemFailure(program);
    m_words = ends[0];
    std::array<std::string, 5> words{program, "--snapshot", snapshot, "--socket", socketPath()};
    std::array<char*, 6> arguments{words[0].data(), words[1].data(), words[2].data(),
                                   words[3].data(), words[4].data(), nullptr};
    const pid_t self = getpid();
    m_process = fork();
    if (m_process == 0) become(program.c_str(), arguments.data(), ends[1], self);
    close(ends[1]);
    return m_process > 0 ? Result<void>() : systemFailure(program);
}

Result<void> ChildStation::waitUntilReady() {
    const auto deadline = steady_clock::now() + kReady;
    std::string said;
    while (said.size() < kWordBytes && steady_clock::now() < deadline) {
        pollfd words{m_words, POLLIN, 0};
        const auto rest = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
        if (poll(&words, 1, static_cast<int>(rest.count())) < 0 && errno != EINTR) break;
        std::array<char, 512> bytes{};
        const ssize_t count = read(m_words, bytes.data(), bytes.size());
        if (count <= 0) break;
        said.append(bytes.data(), static_cast<std::size_t>(count));
        if (said.find("ready") != std::string::npos && said.ends_with('\n')) return {};
    }
    return failure(ErrorCode::unavailable, "", reasonOf(said));
}

ChildStation::~ChildStation() {
    if (m_process > 0) {
        kill(m_process, SIGTERM);
        const auto deadline = steady_clock::now() + kStop;
        while (waitpid(m_process, nullptr, WNOHANG) == 0) {
            if (steady_clock::now() > deadline) kill(m_process, SIGKILL);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
    if (m_words >= 0) close(m_words);
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

}  // namespace binnacle
