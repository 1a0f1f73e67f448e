import { Link } from "react-router";
import { workloadsPath } from "./paths";

export const QUESTIONS = [
  {
    filter: { tier: "production", held: "foreign" },
    title: "What runs in production that no approved registry holds?",
    why: "Its image comes from elsewhere: nobody here decides how long it can be had.",
  },
  {
    filter: { tier: "production", held: "missing" },
    title: "What in production would fail to start again?",
    why: "The registry that it names no longer has its image: a restart on another node would fail.",
  },
];

/** What is asked most, one step away. */
export function Questions() {
  return (
    <nav aria-label="Questions" className="questions section">
      {QUESTIONS.map(({ filter, title, why }) => (
        <Link key={title} to={workloadsPath(filter)}>
          <strong>{title}</strong>
          <span className="soft">{why}</span>
        </Link>
      ))}
      <Link to="/uses">
        <strong>Who uses this image, and since when?</strong>
        <span className="soft">By name and tag or digest, now or ever.</span>
      </Link>
    </nav>
  );
}
