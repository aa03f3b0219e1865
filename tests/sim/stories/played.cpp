#include "tests/sim/stories/played.hpp"

#include <sstream>
#include <stdexcept>

#include "sim/simrun/program.hpp"

namespace stories {

sim::simrun::Prepared load(const std::string& file, const std::string& variant) {
    std::string said;
    sim::simrun::Output out(said);
    sim::simrun::Request request;
    request.paths = {std::string(SIMRUN_SOURCE_DIR) + "/scenarios/" + file};
    request.variant = variant;
    auto prepared = sim::simrun::prepare(request, {sim::simrun::builtin_logics(), out, out});
    if (!prepared) throw std::runtime_error(said);
    return *prepared;
}

Played play(const sim::simrun::Prepared& prepared, std::uint64_t seed, engine::Level level) {
    sim::world::RunOptions options;
    options.level = level;
    options.seed = seed;
    Played played;
    played.run = sim::simrun::play(prepared, options);
    played.cluster = prepared.cluster;
    played.cluster.serving = played.run.serving;
    played.catalogue = prepared.logic->catalogue;
    played.dialect = prepared.dialect;
    return played;
}

std::vector<reports::LogLine> Played::log(std::int32_t proxy) const {
    return reports::log_lines(run.records, failover::ProxyId{proxy});
}

std::vector<std::string> Played::log_text(std::int32_t proxy) const {
    std::istringstream text(reports::render_log(log(proxy), cluster, *dialect));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::string_view Played::key(const reports::LogLine& line) const {
    return catalogue->messages[line.id].key;
}

std::size_t Played::find(const std::vector<reports::LogLine>& lines, std::string_view wanted,
                         std::size_t from) const {
    for (std::size_t i = from; i < lines.size(); ++i) {
        if (key(lines[i]) == wanted) return i;
    }
    return npos;
}

}  // namespace stories
