#include "failover/parts/quorum.hpp"

#include "failover/words/assert.hpp"

namespace failover::parts {

Quorum quorum(int peers, int standbys) {
    LOGIC_ASSERT(peers >= 0 && standbys >= 0);
    const bool odd = peers % 2 == 1;
    const int least = odd ? (peers - 1) / 2 : peers / 2;
    if (standbys > least) return Quorum::exists;
    if (standbys < least) return Quorum::absent;
    return odd ? Quorum::edge : Quorum::exists;
}

}  // namespace failover::parts
