// How one of the pcp tools is called in a story, beside its command and the backend that it is
// about: what a person adds on the command line, and what goes wrong there.
#pragma once

#include <cstdint>

namespace sim::scenario {

/// How a pcp tool logs in; only the first one is let in.
enum class Login : std::uint8_t { right, wrong_password, no_password_file, unknown_user };

struct PcpCall {
    bool gracefully = false;  ///< -g
    bool verbose = false;     ///< -v
    bool without_id = false;  ///< -n is left out
    std::int32_t index = -1;  ///< what -n of pcp_watchdog_info says; -1: all proxies
    std::int32_t port = 0;    ///< -p; 0: where the proxy listens
    Login login = Login::right;
    bool operator==(const PcpCall&) const = default;
};

}  // namespace sim::scenario
