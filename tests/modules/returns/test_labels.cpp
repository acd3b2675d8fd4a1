#include "counter.hpp"

using namespace kontor;
using namespace kontor::returns;

namespace {

struct Post : Counter {
    std::unique_ptr<Returns> with_labels(const std::string& carrier) {
        Config config;
        config.label_carrier = carrier;
        return make_returns(
            tables, events, clock,
            {*locations, *goods_back, *catalog, *payments, *shipping, labels, *orders, *refunds},
            config);
    }
    std::string refusal(const Return& of, const std::string& carrier = "acme") {
        return refusal_of(returns->make_label(of.id, "staff:ada", {carrier, {}, {}}));
    }
};

}  // namespace

TEST_CASE_FIXTURE(Post, "an approved return gets one label, which its customer is told of") {
    const auto made = in_state(Status::approved);
    const auto labelled = returns->make_label(made.id, "staff:ada", {"acme", {}, {}}).value();
    REQUIRE(labelled.label.has_value());
    CHECK(labelled.label->tracking_number == "R42");
    CHECK(labelled.status == Status::approved);
    REQUIRE(labels.parcels.size() == 1);
    CHECK(labels.parcels[0].from.city.value() == "Berlin");
    CHECK(labels.parcels[0].items.at(0).quantity == 2);
    CHECK(last<ReturnLabelMade>().label == labelled.label->path);
    CHECK(last<ReturnLabelMade>().return_id == made.id);

    CHECK(returns->make_label(made.id, "staff:ada", {"acme", {}, {}})->label->path ==
          labelled.label->path);
    CHECK(labels.parcels.size() == 1);
    CHECK(returns->find(made.id)->label->path == labelled.label->path);
    CHECK(returns->history(made.id).back().reason == "label_made");
    CHECK(returns->check().empty());
}

TEST_CASE_FIXTURE(Post, "a label is made while goods are expected only") {
    for (const auto status : {Status::requested, Status::received, Status::refunded,
                              Status::rejected, Status::cancelled})
        CHECK(refusal(in_state(status)) == "returns.no_label_now");
    CHECK(labels.parcels.empty());
    CHECK(refusal(in_state(Status::partially_received)) == "");
    CHECK(refusal(in_state(Status::approved), "manual") == "shipping.no_labels");
    Return nobody;
    nobody.id = ReturnId::make();
    CHECK(refusal(nobody) == "returns.no_such_return");
}

TEST_CASE_FIXTURE(Post, "a return that is over while its carrier is asked gets no label") {
    const auto made = in_state(Status::approved);
    labels.meanwhile = [&] { REQUIRE(returns->cancel(made.id, "customer").has_value()); };
    const auto refused = returns->make_label(made.id, "staff:ada", {"acme", {}, {}});
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == "returns.no_label_now");
    CHECK(refused.error().message.find("cancelled") != std::string::npos);
    CHECK_FALSE(returns->find(made.id)->label.has_value());
    CHECK(returns->history(made.id).back().to == Status::cancelled);
}

TEST_CASE_FIXTURE(Post, "what was fetched comes back from the customer, not from the shop") {
    pickup = "fetch";
    REQUIRE(refusal(in_state(Status::approved)) == "");
    CHECK(labels.parcels.at(0).from.city.value() == "Berlin");
}

TEST_CASE_FIXTURE(Post, "a shop that wants it so approves with a label, or without where none is") {
    const auto generous = with_labels("acme");
    const auto labelled = generous->approve(in_state(Status::requested).id, "staff:ada").value();
    REQUIRE(labelled.label.has_value());
    CHECK(last<ReturnApproved>().label == labelled.label->path);
    CHECK(generous->find(labelled.id)->label.has_value());
    CHECK(refusal_of(generous->approve(in_state(Status::refunded).id, "staff:ada")) ==
          "invalid_transition");
    CHECK(labels.parcels.size() == 1);

    const auto other = with_labels("manual");
    const auto plain = other->approve(in_state(Status::requested).id, "staff:ada").value();
    CHECK(plain.status == Status::approved);
    CHECK_FALSE(plain.label.has_value());
    CHECK_FALSE(last<ReturnApproved>().label.has_value());
}
