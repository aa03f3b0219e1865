#include "failover/logics/interlock/watchdog_network.hpp"

#include <algorithm>
#include <string_view>

#include "failover/logics/interlock/item_list.hpp"
#include "failover/logics/interlock/watchdog_states.hpp"

namespace failover::interlock {
namespace {

constexpr std::string_view any_interface = "any";
constexpr std::string_view monitored = "wd_monitoring_interfaces_list";

bool has_address(const std::vector<Interface>& interfaces) {
    return std::ranges::any_of(interfaces,
                               [](const Interface& each) { return !each.addresses.empty(); });
}

/// Of the interfaces of the list, or of all. Names those that are down, at a level that is not
/// printed by default.
bool any_up(Work& work, const std::vector<Interface>& interfaces) {
    const std::string& list = work.context.config.wd_monitoring_interfaces_list;
    if (list == any_interface) return std::ranges::any_of(interfaces, &Interface::up);
    bool up = false;
    const std::vector<std::string_view> names = items_of(list);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = std::ranges::find(interfaces, names[i], &Interface::name);
        if (found != interfaces.end() && found->up) {
            up = true;
        } else {
            work.log(WatchdogText::link_down, {item_argument(parameter_index(monitored), i)});
        }
    }
    return up;
}

/// How many addresses the kernel lists before the delegate IP; all if it is not among them.
std::int32_t addresses_before(const std::vector<Interface>& interfaces, std::string_view wanted) {
    std::int32_t count = 0;
    for (const Interface& each : interfaces) {
        for (const std::string& address : each.addresses) {
            if (address == wanted) return count;
            ++count;
        }
    }
    return count;
}

void acquire_next(Work& work) {
    if (work.me.acquisitions == 0) return;
    --work.me.acquisitions;
    work.me.address.acquire(work.context);
}

}  // namespace

bool check_interfaces(Work& work) {
    const std::string& list = work.context.config.wd_monitoring_interfaces_list;
    if (list.empty()) {
        work.log(WatchdogText::monitoring_disabled);
        return true;
    }
    if (list == any_interface) work.log(WatchdogText::monitoring_any);
    if (any_up(work, work.out().host().interfaces())) return true;
    work.log(WatchdogText::no_interface);
    work.out().put(Exit{3});
    work.me.gone = true;
    return false;
}

void network_changed(Work& work, const NetworkChanged& changed) {
    if (!changed.removed) return;
    const Config& config = work.context.config;
    const bool watched = !config.wd_monitoring_interfaces_list.empty();
    const std::vector<Interface> interfaces = work.out().host().interfaces();
    if (watched && !any_up(work, interfaces)) {
        work.log(WatchdogText::interfaces_down);
        return set_state(work, WatchdogState::network_trouble);
    }
    if (!has_address(interfaces)) {
        // R46: whoever monitors nothing survives a short loss of the network.
        if (!watched && config.fix_r46) return;
        work.log(WatchdogText::address_lost);
        return set_state(work, WatchdogState::network_trouble);
    }
    dispatch(work, {WatchdogEvent::address_removed});
}

void regain_delegate_address(Work& work) {
    const std::string& wanted = work.context.config.delegate_ip;
    if (wanted.empty() || !work.me.escalated) return;
    work.me.acquisitions = addresses_before(work.out().host().interfaces(), wanted);
    acquire_next(work);
}

void address_step(Work& work, const CommandEnded& ended) {
    if (work.me.address.step(work.context, ended)) acquire_next(work);
}

}  // namespace failover::interlock
