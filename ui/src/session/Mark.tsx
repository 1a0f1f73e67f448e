export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <rect width="32" height="32" rx="7" className="mark-ground" />
      <path className="mark-stays" d="M7 7h12v7H7zM21 7h4v7h-4zM7 16h7v9H7z" />
      <path className="mark-goes" d="M16 16h9v9h-9z" />
    </svg>
  );
}
