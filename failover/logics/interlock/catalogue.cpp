// The combined catalogue: index = id, because each part's enumeration continues the one before.
#include <array>
#include <vector>

#include "failover/logics/interlock/interlock.hpp"
#include "failover/logics/interlock/main_texts.hpp"
#include "failover/logics/interlock/packets.hpp"
#include "failover/logics/interlock/process_texts.hpp"
#include "failover/logics/interlock/watchdog_texts.hpp"
#include "failover/words/assert.hpp"

namespace failover::interlock {
namespace {

constexpr std::array<RoleText, 11> roles{
    RoleText{"main", "MAIN", false, false},
    RoleText{"watchdog", "WATCHDOG", true, false},
    RoleText{"lifecheck", "LIFECHECK", false, false},
    RoleText{"heartbeat_receiver", "WD HB RECEIVER", false, false},
    RoleText{"heartbeat_sender", "WD HB SENDER", false, false},
    RoleText{"session", "CHILD", false, true},
    RoleText{"pcp", "PCP CHILD", false, false},
    RoleText{"pcp_worker", "PCP WORKER", false, false},
    RoleText{"worker", "WORKER", false, false},
    RoleText{"wd_utility", "WD UTILITY", false, false},
    RoleText{"utility", "UTILITY", false, false},
};
static_assert(roles.size() == role(Process::utility) + 1U);

/// Owns what the catalogue's spans point into.
struct Tables {
    std::vector<MessageText> messages;
    std::vector<WordList> words;
    Catalogue catalogue;

    Tables() {
        for (const auto part : {main_texts(), process_texts(), watchdog_texts()}) {
            messages.insert(messages.end(), part.begin(), part.end());
        }
        for (std::size_t i = 0; i < messages.size(); ++i) LOGIC_ASSERT(messages[i].id == i);
        for (const auto part : {main_words(), process_words(), watchdog_words()}) {
            words.insert(words.end(), part.begin(), part.end());
        }
        words.push_back({"parameter", 0, parameter_names()});
        catalogue = {messages,
                     words,
                     roles,
                     parameters(),
                     packet_names(),
                     ipc_names(),
                     "3.6.28 (subaruboshi)"};
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;
};

}  // namespace

const Catalogue& Interlock::catalogue() {
    static const Tables tables;  // constant data, made once
    return tables.catalogue;
}

}  // namespace failover::interlock
