#include "failover/logics/interlock/watchdog_texts.hpp"

#include <algorithm>
#include <array>

#include "failover/logics/interlock/watchdog_texts_connections.hpp"
#include "failover/logics/interlock/watchdog_texts_lifecheck.hpp"
#include "failover/logics/interlock/watchdog_texts_locks.hpp"
#include "failover/logics/interlock/watchdog_texts_requests.hpp"
#include "failover/logics/interlock/watchdog_texts_split_brain.hpp"
#include "failover/logics/interlock/watchdog_texts_states.hpp"

namespace failover::interlock {
namespace {

constexpr std::size_t first = id(static_cast<WatchdogText>(ProcessText::count));
constexpr std::size_t text_count = id(WatchdogText::count) - first;

/// All parts in one array.
constexpr std::array<MessageText, text_count> join() {
    std::array<MessageText, text_count> all{};
    std::size_t at = 0;
    const auto append = [&](const auto& part) {
        for (const MessageText& text : part) all[at++] = text;
    };
    append(text_rows::connections);
    append(text_rows::states);
    append(text_rows::split_brain);
    append(text_rows::requests);
    append(text_rows::locks);
    append(text_rows::lifecheck);
    return all;
}

constexpr std::array texts = join();

/// Every enumerator has its row, in order.
constexpr bool complete() {
    for (std::size_t at = 0; at < texts.size(); ++at) {
        if (texts[at].id != first + at) return false;
    }
    return true;
}
static_assert(complete());

constexpr std::array<std::string_view, 12> states{"DEAD",
                                                  "LOADING",
                                                  "JOINING",
                                                  "INITIALIZING",
                                                  "MASTER",
                                                  "PARTICIPATING IN ELECTION",
                                                  "STANDING FOR MASTER",
                                                  "STANDBY",
                                                  "LOST",
                                                  "IN NETWORK TROUBLE",
                                                  "SHUTDOWN",
                                                  "ADD MESSAGE SENT"};
constexpr std::array<std::string_view, 3> locks{"FAILOVER", "FAILBACK", "FOLLOW MASTER"};
constexpr std::array<std::string_view, 3> functions{
    "FAILBACK_REQUEST", "DEGENERATE_BACKEND_REQUEST", "PROMOTE_BACKEND_REQUEST"};
constexpr std::array<std::string_view, 2> localities{"remote", "local"};
constexpr std::array<std::string_view, 5> reasons{
    "No heartbeat signal from node", "Heartbeat signal found", "unable to connect to node",
    "parent process is dead", "trusted server is unreachable"};
constexpr std::array<std::string_view, 2> peer_events{"NODE DEAD", "NODE ALIVE"};
constexpr std::array<std::string_view, 2> helpers{"escalation", "de-escalation"};
constexpr std::array<std::string_view, 2> heartbeats{"heartbeat receiver", "heartbeat sender"};

constexpr std::array lists{
    WordList{"state", 0, states},       WordList{"lock", 0, locks},
    WordList{"function", 0, functions}, WordList{"locality", 0, localities},
    WordList{"reason", 0, reasons},     WordList{"peer_event", 0, peer_events},
    WordList{"helper", 0, helpers},     WordList{"heartbeat", 0, heartbeats},
};

}  // namespace

std::span<const MessageText> watchdog_texts() { return texts; }
std::span<const WordList> watchdog_words() { return lists; }

}  // namespace failover::interlock
