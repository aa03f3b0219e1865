#include <fmt/format.h>

#include <array>

#include "sim/simrun/commands.hpp"

namespace sim::simrun {
namespace {

/// An action of a step, what it does, and what undoes it.
struct Fault {
    std::string_view name;
    std::string_view effect;
    std::string_view inverse;
};

constexpr std::array faults{
    Fault{"stop_database", "stops a server: mode smart, fast or immediate", "start_database"},
    Fault{"kill_database", "ends a server's processes at once", "start_database"},
    Fault{"pause_database", "a server keeps its sockets but answers nothing", "for"},
    Fault{"stop_proxy", "stops a proxy as its own command does", "start_proxy"},
    Fault{"restart_proxy", "stops a list together, starts one after the other", ""},
    Fault{"kill_proxy", "ends a proxy's processes, or one of them, at once", "start_proxy"},
    Fault{"pause_proxy", "freezes a proxy's processes, or one of them", "for"},
    Fault{"power_off", "a host and all on it are gone", "power_on"},
    Fault{"pause_host", "a host stands still", "for"},
    Fault{"partition", "groups of hosts no longer hear each other", "heal"},
    Fault{"cut", "packets of one direction, or one plane, are lost", "heal"},
    Fault{"link", "latency, loss, duplicates, disorder between hosts", "heal"},
    Fault{"jump_clock", "a host's clock is set", "jump_clock"},
    Fault{"drift_clock", "a host's clock runs fast or slow", "for"},
    Fault{"fill_disk", "writes fail", "for"},
    Fault{"slow_disk", "writes take longer", "for"},
    Fault{"lose_unsynced", "what was not synced is gone", ""},
    Fault{"corrupt_file", "a file's content is garbage", ""},
    Fault{"delete_status_file", "a proxy's memory of statuses is gone", ""},
    Fault{"disable_recovery_job", "the vendor's cron job no longer starts databases",
          "enable_recovery_job"},
    Fault{"pcp_...", "an operator's command, right or wrong", ""},
};

}  // namespace

std::string faults_text(const reports::Style& style) {
    std::string text =
        "What a step's `do` can do to a cluster, and what undoes it. Every lasting "
        "one takes `for`.\n'simrun help scenario' has all keys; a file that asks "
        "for what is not modelled yet is told so.\n\n";
    for (const Fault& fault : faults) {
        text += fmt::format("  {:<21} {:<52} {}\n", style.paint(reports::Tone::strong, fault.name),
                            fault.effect, fault.inverse);
    }
    return text;
}

}  // namespace sim::simrun
