export function Picker() {
  const [model, setModel] = useState("gpt-4o-mini");
  return (
    <select value={model}>
      <option value="gpt-4o">GPT-4o</option>
      <option value="claude-3-5-sonnet-latest">Claude</option>
    </select>
  );
}
