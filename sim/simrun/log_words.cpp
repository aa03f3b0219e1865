#include "sim/simrun/log_words.hpp"

#include "reports/text.hpp"

namespace sim::simrun {

std::vector<std::string> LogWords::lines(std::int32_t proxy, const failover::Log& line) const {
    const failover::MessageText& message = cluster_.catalogue->messages[line.id];
    std::vector<std::string> texts;
    for (const std::string_view text :
         {message.text, message.detail, message.hint, message.context}) {
        if (text.empty()) continue;
        texts.push_back(dialect_.words(
            reports::fill(text, line.arguments, cluster_, failover::ProxyId{proxy})));
    }
    return texts;
}

}  // namespace sim::simrun
