// The sources' includes as a graph (Boost.Graph): files that include each other in a ring could
// only be understood together.
#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace tidy {
namespace {

namespace fs = std::filesystem;
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

struct Includes {
    std::vector<std::string> files;
    std::map<std::string, std::size_t> numbers;
    Graph graph;

    std::size_t number(const std::string& file) {
        const auto [found, added] = numbers.try_emplace(file, files.size());
        if (added) {
            files.push_back(file);
            boost::add_vertex(graph);
        }
        return found->second;
    }
};

// `#include "engine/time.hpp"` names engine/time.hpp; anything else is not ours.
std::string included(const std::string& line) {
    const std::string begin = "#include \"";
    if (!line.starts_with(begin)) return {};
    return line.substr(begin.size(), line.find('"', begin.size()) - begin.size());
}

// Definitions of a template in a file of their own (…_inl.hpp) belong to the header that ends by
// including them; that they name it is no ring.
void read(const fs::path& root, const fs::path& file, Includes& includes) {
    if (file.filename().string().ends_with("_inl.hpp")) return;
    const std::size_t from = includes.number(file.lexically_relative(root).generic_string());
    std::ifstream text(file);
    for (std::string line; std::getline(text, line);) {
        const std::string name = included(line);
        if (!name.empty()) boost::add_edge(from, includes.number(name), includes.graph);
    }
}

Includes includes_of(const fs::path& root) {
    Includes includes;
    for (const char* folder : {"engine", "failover", "sim", "reports", "tests", "bench"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const std::string kind = entry.path().extension().string();
            if (kind == ".hpp" || kind == ".cpp") read(root, entry.path(), includes);
        }
    }
    return includes;
}

// The files of every ring, one text a ring.
std::vector<std::string> rings(const Includes& includes) {
    std::vector<std::size_t> component(includes.files.size());
    const std::size_t count = boost::strong_components(
        includes.graph, boost::make_iterator_property_map(
                            component.begin(), boost::get(boost::vertex_index, includes.graph)));
    std::vector<std::string> members(count);
    std::vector<int> sizes(count);
    for (std::size_t file = 0; file < component.size(); ++file) {
        members[component[file]] += " " + includes.files[file];
        ++sizes[component[file]];
    }
    std::vector<std::string> result;
    for (std::size_t ring = 0; ring < count; ++ring) {
        if (sizes[ring] > 1) result.push_back(members[ring]);
    }
    return result;
}

TEST(Tidy, NoFilesIncludeEachOtherInARing) {
    const Includes includes = includes_of(SIMRUN_SOURCE_DIR);
    EXPECT_GT(includes.files.size(), 100U);
    for (const std::string& ring : rings(includes)) ADD_FAILURE() << "a ring:" << ring;
}

TEST(IncludeGraph, FindsARingAndLeavesAChainAlone) {
    Includes chain;
    boost::add_edge(chain.number("a"), chain.number("b"), chain.graph);
    boost::add_edge(chain.number("b"), chain.number("c"), chain.graph);
    EXPECT_TRUE(rings(chain).empty());
    boost::add_edge(chain.number("c"), chain.number("a"), chain.graph);
    EXPECT_EQ(rings(chain).size(), 1U);
}

}  // namespace
}  // namespace tidy
