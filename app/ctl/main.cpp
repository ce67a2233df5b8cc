// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command_line.h"

#include <csignal>
#include <cstdlib>
#include <utility>

int main(int argc, char** argv) {
    auto parsed = binnacle::parseCommandLine(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    std::signal(SIGPIPE, SIG_IGN);        // a reader that left is seen where we write
    setenv("GRPC_VERBOSITY", "NONE", 0);  // its errors reach us as Results
    auto& invocation = std::get<binnacle::Invocation>(parsed);
    binnacle::Session session(std::move(invocation.options));
    return invocation.run(session);
}
