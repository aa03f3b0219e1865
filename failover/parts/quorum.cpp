#include "failover/parts/quorum.hpp"

#include <algorithm>
#include <array>

#include "failover/words/assert.hpp"

namespace failover::parts {

namespace {

constexpr std::array rules{
    QuorumRule{false, std::strong_ordering::less, Quorum::absent},
    QuorumRule{false, std::strong_ordering::equal, Quorum::exists},
    QuorumRule{false, std::strong_ordering::greater, Quorum::exists},
    QuorumRule{true, std::strong_ordering::less, Quorum::absent},
    QuorumRule{true, std::strong_ordering::equal, Quorum::edge},
    QuorumRule{true, std::strong_ordering::greater, Quorum::exists},
};

}  // namespace

std::span<const QuorumRule> quorum_rules() { return rules; }

std::size_t quorum_rule(int peers, int standbys) {
    LOGIC_ASSERT(peers >= 0 && standbys >= 0);
    const bool odd = peers % 2 == 1;
    const int least = odd ? (peers - 1) / 2 : peers / 2;
    const auto found = std::ranges::find_if(rules, [&](const QuorumRule& rule) {
        return rule.odd_peers == odd && rule.standbys == (standbys <=> least);
    });
    LOGIC_ASSERT(found != rules.end());
    return static_cast<std::size_t>(found - rules.begin());
}

Quorum quorum(int peers, int standbys) { return rules[quorum_rule(peers, standbys)].quorum; }

}  // namespace failover::parts
