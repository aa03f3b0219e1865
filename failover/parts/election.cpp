#include "failover/parts/election.hpp"

namespace failover::parts {

bool outstands(const Contender& mine, const Contender& other) {
    if (mine.priority != other.priority) return mine.priority > other.priority;
    return mine.started <= other.started;
}

Contest contest(const Contender& mine, const Contender& other) {
    if (mine.escalated != other.escalated) return {mine.escalated, ContestRule::escalated};
    if (mine.quorum != other.quorum) return {mine.quorum > other.quorum, ContestRule::quorum};
    if (mine.standbys != other.standbys) {
        return {mine.standbys > other.standbys, ContestRule::standbys};
    }
    return {mine.leading_since <= other.leading_since, ContestRule::older};
}

}  // namespace failover::parts
